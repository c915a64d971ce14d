import Bytes
import Capture

/// The interfaces of this machine, for a person or as data.
package enum InterfaceReport {
  /// A table.
  package static func text(_ interfaces: [InterfaceDescription], options: TextOptions) -> [UInt8] {
    var table = TextTable([
      .init(title: "interface", isRightAligned: false), .init(title: "state", isRightAligned: false),
      .init(title: "link type", isRightAligned: false),
      .init(title: "addresses", isRightAligned: false),
      .init(title: "description", isRightAligned: false, isFlexible: true),
    ])
    for interface in interfaces {
      table.append([
        StyledText(interface.name), StyledText(state(interface), interface.isUp ? .plain : .faint),
        StyledText(interface.link.map { "\($0.number) \($0.name)" } ?? "?"),
        StyledText(interface.addresses.first ?? ""), StyledText(interface.text ?? ""),
      ])
      for address in interface.addresses.dropFirst() {
        table.append([StyledText(), StyledText(), StyledText(), StyledText(address), StyledText()])
      }
    }
    var text: [UInt8] = []
    for line in table.lines(width: options.width, indent: 0) {
      text.append(contentsOf: line.cutInTheMiddle(to: options.width).rendered(isColored: options.isColored).utf8)
      text.append(ASCII.lineFeed)
    }
    return text
  }

  private static func state(_ interface: InterfaceDescription) -> String {
    interface.isUp ? interface.isRunning ? "up" : "up, no carrier" : "down"
  }

  /// One object: `{"interfaces": [...]}`.
  package static func json(_ interfaces: [InterfaceDescription]) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("interfaces")
    json.beginArray()
    for interface in interfaces { json.write(interface) }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ interface: InterfaceDescription) {
    beginObject()
    member("name", interface.name)
    member("description", interface.text)
    key("addresses")
    beginArray()
    for address in interface.addresses { string(address) }
    endArray()
    member("up", interface.isUp)
    member("running", interface.isRunning)
    member("loopback", interface.isLoopback)
    key("link_type")
    if let link = interface.link {
      beginObject()
      member("number", Int(link.number))
      member("name", link.name)
      endObject()
    } else {
      null()
    }
    endObject()
  }
}
