import Bytes
import Testing

@testable import GRPC

/// What the fields of a call say.
@Suite struct GRPCFieldsTests {
  @Test(
    "Content types of gRPC",
    arguments: [
      ("application/grpc", GRPCFormat.grpc), ("application/grpc+proto", .grpc), ("Application/GRPC+json", .grpc),
      ("application/grpc;charset=utf-8", .grpc), ("application/grpc ; x", .grpc), ("application/grpc-web", .web),
      ("application/grpc-web+proto", .web), ("application/grpc-web-text", .webText),
      ("application/grpc-web-text+proto", .webText), ("application/grpc-web-text-base64", .webText),
      ("application/grpcs", nil), ("application/grp", nil), ("text/html", nil), ("", nil), ("+", nil), (";", nil),
    ])
  func contentType(value: String, format: GRPCFormat?) {
    #expect(GRPCFormat(contentType: [UInt8](value.utf8).rawSpan) == format)
  }

  @Test(
    "grpc-status is a decimal number",
    arguments: [
      ("0", 0, "OK"), ("1", 1, "CANCELLED"), ("5", 5, "NOT_FOUND"), ("16", 16, "UNAUTHENTICATED"), ("17", 17, nil),
      ("4294967295", 4_294_967_295, nil), ("4294967296", nil, nil), ("99999999999999999999", nil, nil), ("", nil, nil),
      ("-1", nil, nil), ("OK", nil, nil), ("0x1", nil, nil),
    ] as [(String, UInt32?, String?)])
  func status(value: String, number: UInt32?, name: String?) {
    let status = GRPCStatus([UInt8](value.utf8).rawSpan)
    #expect(status?.rawValue == number)
    #expect(status?.name == name)
  }

  @Test(
    "grpc-message is decoded; what is no encoding stays",
    arguments: [
      ("no%20such%20item", "no such item"), ("caf%C3%A9", "café"), ("100%25", "100%"), ("", ""), ("50%", "50%"),
      ("%4", "%4"), ("%zz%41", "%zzA"), ("%%41", "%A"), ("%", "%"), ("%c3%a9", "é"),
    ])
  func statusMessage(value: String, text: String) {
    #expect(StatusMessage.decode([UInt8](value.utf8).rawSpan) == [UInt8](text.utf8))
  }

  @Test(
    "grpc-timeout is a number of up to eight digits and a unit",
    arguments: [
      ("1S", 1_000_000_000), ("100m", 100_000_000), ("5u", 5_000), ("7n", 7), ("2M", 120_000_000_000),
      ("1H", 3_600_000_000_000), ("99999999S", 99_999_999_000_000_000), ("99999999H", .max), ("0S", 0), ("S", nil),
      ("", nil), ("1", nil), ("1s", nil), ("123456789S", nil), ("-1S", nil), ("1 S", nil),
    ] as [(String, Int64?)])
  func timeout(value: String, nanoseconds: Int64?) {
    #expect(GRPCTimeout([UInt8](value.utf8).rawSpan)?.nanoseconds == nanoseconds)
  }

  @Test(
    "The request target names service and method",
    arguments: [
      ("/shop.v1.Catalog/Get", "shop.v1.Catalog", "Get"), ("/a/b", "a", "b"),
      ("/api/shop.Catalog/Get", "api/shop.Catalog", "Get"),
      ("/", nil, nil), ("", nil, nil), ("/a", nil, nil), ("//b", nil, nil), ("/a/", nil, nil), ("a/b", nil, nil),
    ] as [(String, String?, String?)])
  func method(path: String, service: String?, name: String?) {
    let bytes = [UInt8](path.utf8)
    let method = GRPCMethod(path: bytes.rawSpan)
    #expect(method.map { String(decodingUTF8: bytes.rawSpan.extracting($0.service)) } == service)
    #expect(method.map { String(decodingUTF8: bytes.rawSpan.extracting($0.method)) } == name)
  }
}
