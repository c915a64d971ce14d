import Bytes
import Findings
import Testing

@testable import Capture

@Suite struct CaptureSetTests {
  @Test func mergesByTime() throws {
    var first = PcapFile()
    first.add(packet(1), second: 10)
    first.add(packet(2), second: 20)
    first.add(packet(3), second: 15)  // Backwards: a file's own order is kept.
    first.add(packet(4), second: 40)
    var second = PcapngFile()
    second.addInterface(linkType: 101)
    second.addPacket(packet(5), ticks: 10_000_000)
    second.addPacket(packet(6), ticks: 18_000_000)
    second.addInterface(linkType: 113)
    second.addPacket(packet(7), interface: 1, ticks: 30_000_000)
    let empty = PcapFile(linkType: 7)

    var set = try CaptureSet(first.bytes, empty.bytes, second.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [1, 5, 6, 2, 3, 7, 4].map { packet($0) })
    #expect(packets.map(\.record.number) == Array(1...7))
    #expect(packets.map(\.record.interface) == [0, 2, 2, 0, 0, 3, 0])
    #expect(packets.map(\.record.linkType) == [1, 101, 101, 1, 1, 113, 1])
    #expect(set.formats == ["pcap", "pcap", "pcapng"])
    #expect(set.linkTypes == [1, 7, 101, 113])
    #expect(set.counters.packets == 7)
  }

  @Test("A hundred inputs are merged as a sort would do it")
  func manyInputs() throws {
    var state: UInt32 = 1
    var expected: [(second: UInt32, input: Int)] = []
    var inputs: [CaptureInput] = []
    for input in 0..<100 {
      var file = PcapFile()
      var second: UInt32 = 0
      for _ in 0..<20 {
        state = state &* 1_664_525 &+ 1_013_904_223
        second += state >> 30
        file.add([UInt8(input)], second: second)
        expected.append((second, input))
      }
      inputs.append(.bytes(file.bytes, name: "\(input)"))
    }
    expected.sort { ($0.second, $0.input) < ($1.second, $1.input) }
    var set = try CaptureSet(inputs)
    let packets = set.packets()
    #expect(packets.map { Int($0.bytes[0]) } == expected.map(\.input))
    #expect(packets.map(\.record.time.nanoseconds) == expected.map { Int64($0.second) * 1_000_000_000 })
  }

  @Test func goesOnWhereTheBodyStopped() throws {
    var file = PcapFile()
    for number in 1...4 { file.add(packet(number)) }
    var set = try CaptureSet(file.bytes)
    var numbers: [Int] = []
    for _ in 1...3 {
      set.forEachPacket { record, _ in
        numbers.append(record.number)
        return record.number != 2
      }
    }
    #expect(numbers == [1, 2, 3, 4])
  }

  @Test func filter() throws {
    // Ethernet and IPv4 headers of a UDP and of a TCP packet.
    let ethernet = [UInt8](repeating: 2, count: 12) + [0x08, 0x00]
    func ip(_ transport: UInt8) -> [UInt8] {
      [0x45, 0, 0, 40, 0, 0, 0, 0, 64, transport, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 80, 0, 81]
        + [UInt8](repeating: 0, count: 16)
    }
    var file = PcapngFile()
    file.addInterface(linkType: 1)
    file.addInterface(linkType: 101)
    file.addInterface(linkType: 999)
    file.addPacket(ethernet + ip(17))
    file.addPacket(ethernet + ip(6))
    file.addPacket(ip(6), interface: 1)
    file.addPacket(ip(17), interface: 1)
    file.addPacket(ip(6), interface: 2)
    file.addPacket(ip(6), interface: 2)
    var set = try CaptureSet(file.bytes, filter: "tcp port 80")
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [ethernet + ip(6), ip(6)])
    #expect(packets.map(\.record.number) == [2, 3])
    #expect(set.counters.filteredOut == 4)
    #expect(set.warnings.map(\.count) == [2])
    guard case .filterNotApplicable(linkType: 999, _)? = set.causes.first else {
      Issue.record("the link type that the filter cannot judge is named")
      return
    }
  }

  @Test func filterThatIsNone() {
    do {
      _ = try CaptureSet(PcapFile().bytes, filter: "tcp prot 80")
      Issue.record("the filter is wrong")
    } catch {
      guard case .badFilter("tcp prot 80", _) = error.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(error.message.hasPrefix("the filter 'tcp prot 80' cannot be used: "))
    }
  }
}
