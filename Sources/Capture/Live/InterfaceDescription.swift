import CPcap
import Glibc

/// An interface of this machine that can be sniffed.
package struct InterfaceDescription: Sendable, Equatable {
  /// The kind of packets that an interface gives.
  package struct Link: Sendable, Equatable {
    /// LINKTYPE number.
    package var number: UInt32
    /// Such as `EN10MB`.
    package var name: String

    package init(number: UInt32, name: String) {
      self.number = number
      self.name = name
    }
  }

  package var name: String
  /// In the system's words; nil when it has none.
  package var text: String?
  /// IPv4 and IPv6.
  package var addresses: [String]
  package var isUp: Bool
  /// Whether something is connected to it.
  package var isRunning: Bool
  package var isLoopback: Bool
  /// Nil when it is not known, as where this user may not open the interface.
  package var link: Link?

  package init(
    name: String, text: String?, addresses: [String], isUp: Bool, isRunning: Bool, isLoopback: Bool, link: Link?
  ) {
    self.name = name
    self.text = text
    self.addresses = addresses
    self.isUp = isUp
    self.isRunning = isRunning
    self.isLoopback = isLoopback
    self.link = link
  }
}

/// Asking the system. It wraps functions of libpcap and of the C library.
extension InterfaceDescription {
  /// All interfaces of this machine, in libpcap's order: the likeliest first.
  package static func all() throws(LiveError) -> [InterfaceDescription] {
    var first: UnsafeMutablePointer<pcap_if_t>?
    let (status, reason) = unsafe withErrorBuffer { unsafe pcap_findalldevs(&first, $0) }
    guard status == 0 else { throw LiveError(interface: "no interface", reason: .failed(reason)) }
    defer { unsafe pcap_freealldevs(first) }
    var all: [InterfaceDescription] = []
    // The list lives until it is freed; everything is copied out of it.
    while let device = unsafe first?.pointee {
      unsafe all.append(InterfaceDescription(device))
      unsafe first = device.next
    }
    return all
  }

  private init(_ device: pcap_if_t) {
    name = unsafe String(cString: device.name)
    text = unsafe device.description.map { unsafe String(cString: $0) }
    let flags = unsafe device.flags
    isUp = flags & UInt32(PCAP_IF_UP) != 0
    isRunning = flags & UInt32(PCAP_IF_RUNNING) != 0
    isLoopback = flags & UInt32(PCAP_IF_LOOPBACK) != 0
    addresses = []
    var entry = unsafe device.addresses
    while let address = unsafe entry?.pointee {
      if let text = unsafe Self.text(of: address.addr) { addresses.append(text) }
      unsafe entry = address.next
    }
    link = Self.link(of: name)
  }

  private static func text(of address: UnsafeMutablePointer<sockaddr>?) -> String? {
    guard let address = unsafe address else { return nil }
    let size: Int
    switch Int32(unsafe address.pointee.sa_family) {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
      // The C library writes at most as many bytes as the buffer has.
      guard let base = buffer.baseAddress,
        unsafe getnameinfo(address, socklen_t(size), base, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
      else { return nil }
      return unsafe String(cString: base)
    }
  }

  /// What an interface gives when it is opened. Only network interfaces are: to open other devices may change what they do.
  private static func link(of name: String) -> Link? {
    guard unsafe name == "any" || access("/sys/class/net/" + name, F_OK) == 0,
      let handle = unsafe withErrorBuffer({ unsafe pcap_create(name, $0) }).value
    else { return nil }
    defer { unsafe pcap_close(handle) }
    guard unsafe pcap_activate(handle) >= 0 else { return nil }
    let dataLink = unsafe pcap_datalink(handle)
    let words = unsafe pcap_datalink_val_to_name(dataLink).map { unsafe String(cString: $0) }
    return Link(number: LinkTypeNumbers.linkType(ofDataLink: dataLink), name: words ?? "DLT \(dataLink)")
  }
}
