import Bytes
import COpenSSL

/// A certificate as libcrypto read it.
@safe
struct X509Certificate: ~Copyable {
  private let certificate: OpaquePointer

  /// Nil when the bytes are no certificate in DER.
  init?(der: RawSpan) {
    // The pointer moves within the bytes, which outlive the call. On failure libcrypto frees what it was to fill.
    let certificate = unsafe der.withUnsafeBytes { buffer in
      var certificate = unsafe X509_new_ex(Libcrypto.context, nil)
      var start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
      return unsafe d2i_X509(&certificate, &start, buffer.count)
    }
    guard let certificate = unsafe certificate else {
      ERR_clear_error()
      return nil
    }
    unsafe self.certificate = certificate
  }

  deinit {
    unsafe X509_free(certificate)
  }

  var subject: CertificateSummary.Name { unsafe name(X509_get_subject_name(certificate)) }
  var issuer: CertificateSummary.Name { unsafe name(X509_get_issuer_name(certificate)) }

  /// The magnitude in lower-case hexadecimal digits.
  var serialNumber: String {
    unsafe bytes(X509_get0_serialNumber(certificate)).map { Hexadecimal.encode($0.rawSpan) } ?? ""
  }

  var notBeforeSeconds: Int64? { unsafe secondsSinceEpoch(X509_get0_notBefore(certificate)) }
  var notAfterSeconds: Int64? { unsafe secondsSinceEpoch(X509_get0_notAfter(certificate)) }

  var keyType: String? {
    guard let key = unsafe X509_get0_pubkey(certificate), let name = unsafe EVP_PKEY_get0_type_name(key) else {
      ERR_clear_error()
      return nil
    }
    return unsafe String(cString: name)
  }

  var keyBitCount: Int? {
    guard let key = unsafe X509_get0_pubkey(certificate) else { return nil }
    let count = unsafe EVP_PKEY_get_bits(key)
    return count > 0 ? Int(count) : nil
  }

  /// The DNS names of subjectAltName (RFC 5280 §4.2.1.6).
  var hostNames: [String] {
    guard let extracted = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
    let names = OpaquePointer(extracted)
    defer { unsafe GENERAL_NAMES_free(names) }
    var hostNames: [String] = []
    for index in 0..<max(0, unsafe OPENSSL_sk_num(names)) where hostNames.count < TLSLimits.subjectNames {
      guard let element = unsafe OPENSSL_sk_value(names, index) else { continue }
      let name = unsafe element.assumingMemoryBound(to: GENERAL_NAME.self)
      if unsafe name.pointee.type == GEN_DNS, let text = unsafe bytes(name.pointee.d.dNSName) {
        hostNames.append(String(decodingUTF8: text.rawSpan))
      }
    }
    return hostNames
  }

  // MARK: Parts, borrowed from the certificate

  private func name(_ name: OpaquePointer?) -> CertificateSummary.Name {
    unsafe CertificateSummary.Name(
      commonName: text(of: NID_commonName, in: name), organization: text(of: NID_organizationName, in: name))
  }

  /// The last attribute of a kind, which is the most specific one.
  private func text(of attribute: Int32, in name: OpaquePointer?) -> String? {
    var last: Int32 = -1
    while case let next = unsafe X509_NAME_get_index_by_NID(name, attribute, last), next >= 0 { last = next }
    guard last >= 0, let entry = unsafe X509_NAME_get_entry(name, last) else { return nil }
    return unsafe text(X509_NAME_ENTRY_get_data(entry))
  }

  private func text(_ string: UnsafePointer<ASN1_STRING>?) -> String? {
    guard let string = unsafe string, unsafe ASN1_STRING_length(string) <= TLSLimits.nameByteCount else { return nil }
    var converted: UnsafeMutablePointer<UInt8>?
    let count = unsafe ASN1_STRING_to_UTF8(&converted, string)
    guard count >= 0, let converted = unsafe converted else {
      ERR_clear_error()
      return nil
    }
    defer { unsafe CRYPTO_free(converted, "", 0) }
    return unsafe String(decoding: UnsafeBufferPointer(start: converted, count: Int(count)), as: UTF8.self)
  }

  /// The bytes of a string or a number; nil when there are too many.
  private func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8]? {
    guard let string = unsafe string, let data = unsafe ASN1_STRING_get0_data(string) else { return nil }
    let count = Int(unsafe ASN1_STRING_length(string))
    guard count >= 0, count <= TLSLimits.nameByteCount else { return nil }
    return unsafe [UInt8](UnsafeBufferPointer(start: data, count: count))
  }

  private func secondsSinceEpoch(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    guard let time = unsafe time, let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
    defer { unsafe ASN1_STRING_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else {
      ERR_clear_error()
      return nil
    }
    return Int64(days) * 86400 + Int64(seconds)
  }
}
