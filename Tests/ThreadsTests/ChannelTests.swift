import Testing

@testable import Threads

@Suite("Channels between threads")
struct ChannelTests {
  @Test("What is sent arrives in order, however little room there is", arguments: [1, 2, 1000])
  func order(capacity: Int) throws {
    let channel = Channel<Int>(capacity: capacity)
    let thread = try #require(SystemThread { for number in 0..<1000 { channel.send(number) } })
    for number in 0..<1000 { #expect(channel.receive() == number) }
    thread.join()
    #expect(channel.receiveIfReady() == nil)
  }

  @Test("A value that threads change one at a time")
  func monitor() throws {
    let counter = Monitor(0)
    let threads = (0..<4).compactMap { _ in SystemThread { for _ in 0..<1000 { counter.change { $0 += 1 } } } }
    #expect(threads.count == 4)
    #expect(counter.wait { $0 == 4000 ? true : nil })
    for thread in threads { thread.join() }
  }
}
