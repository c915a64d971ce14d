import Bytes
import ContentCoding
import Findings
import HTTP
import Testing

@testable import Analysis

@Suite struct MessageReadersTests {
  @Test("What expands when it is decoded cannot flood the output with messages")
  func flood() throws {
    var exchange = Exchange()
    exchange.request.message.header.append(
      name: [UInt8]("content-type".utf8).rawSpan, value: [UInt8]("application/grpc".utf8).rawSpan)
    var readers = ContentReaders(of: ContentOrigin(exchange: 4, stream: 9, from: .client))
    let messages = try #require(MessageReaders(for: exchange, from: .client, undoesCompression: true))
    readers.messages = messages
    let counter = MessageCounter()
    let zeros = [UInt8](repeating: 0, count: 5 * (AnalysisLimits.freeMessagesOfAContent + 100))
    readers.sentByteCount = 40
    readers.receive(zeros.rawSpan, at: Timestamp(nanoseconds: 0), using: DecoderPool(), into: counter.sink)
    #expect(counter.count == AnalysisLimits.freeMessagesOfAContent + 40)
    #expect(messages.suppressedCount == 60)
    #expect(messages.grpc?.messageCount == AnalysisLimits.freeMessagesOfAContent + 100)
  }
}
