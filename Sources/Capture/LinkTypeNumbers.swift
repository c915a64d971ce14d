import CPcap

/// Two numberings of link types: LINKTYPE in files, DLT in libpcap. They differ where platforms disagree on the DLT number.
enum LinkTypeNumbers {
  private static let differing: [(linkType: UInt32, dataLink: Int32)] = [
    (100, DLT_ATM_RFC1483), (101, DLT_RAW), (102, DLT_SLIP_BSDOS), (103, DLT_PPP_BSDOS), (106, DLT_ATM_CLIP),
  ]

  /// The DLT number of a LINKTYPE number.
  static func dataLink(ofLinkType linkType: UInt32) -> Int32 {
    differing.first { $0.linkType == linkType }?.dataLink ?? Int32(clamping: linkType)
  }

  /// The LINKTYPE number of a DLT number.
  static func linkType(ofDataLink dataLink: Int32) -> UInt32 {
    differing.first { $0.dataLink == dataLink }?.linkType ?? UInt32(clamping: dataLink)
  }
}
