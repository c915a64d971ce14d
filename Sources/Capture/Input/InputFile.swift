import Bytes
import Glibc

/// The stored bytes of an input, read front to back.
///
/// A class only because a file must be closed once: nothing of it is touched for a packet.
final class InputFile {
  private enum Storage {
    case descriptor(Int32)
    case bytes([UInt8])
  }

  /// What became of a read.
  enum ReadResult {
    /// So many bytes; more than 0.
    case bytes(Int)
    case end
    /// A signal that the program catches came while it waited for bytes: it is to stop.
    case interrupted
    /// The operating system's reason.
    case failed(String)
  }

  private let storage: Storage
  /// Whether the same bytes can be read again under the same name: of a pipe they cannot.
  let isRepeatable: Bool
  /// How many bytes of the capture in memory were read.
  private var position = 0

  /// Opens an input.
  init(_ input: CaptureInput) throws(CaptureError) {
    switch input {
    case .bytes(let bytes, _):
      storage = .bytes(bytes)
      isRepeatable = true
    case .standardInput:
      guard isatty(STDIN_FILENO) == 0 else { throw CaptureError(input: input.name, reason: .isTerminal) }
      storage = .descriptor(STDIN_FILENO)
      isRepeatable = false
    case .file(let path):
      let descriptor = try Self.open(path)
      storage = .descriptor(descriptor)
      isRepeatable = Self.type(of: descriptor) == S_IFREG
    }
  }

  deinit {
    if case .descriptor(let descriptor) = storage, descriptor != STDIN_FILENO {
      close(descriptor)
    }
  }

  /// Reads as many bytes as there are now and is room for, behind what a buffer holds. `buffer.count < buffer.capacity`.
  func read(into buffer: SecretBuffer) -> ReadResult {
    switch storage {
    case .descriptor(let descriptor):
      return Self.read(descriptor, into: buffer)
    case .bytes(let bytes):
      let count = min(bytes.count - position, buffer.capacity - buffer.count)
      buffer.append(bytes.rawSpan.extracting(position..<position + count))
      position += count
      return count == 0 ? .end : .bytes(count)
    }
  }

  private static func read(_ descriptor: Int32, into buffer: SecretBuffer) -> ReadResult {
    var retries = 0
    while true {
      var count = 0
      // `read` stays within the count it is given, which ends where the buffer does.
      unsafe buffer.append { room in
        count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
        return count
      }
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      switch errno {
      case EINTR:
        return .interrupted
      case EAGAIN:
        // Another program that has the same pipe made it non-blocking.
        if !waitForBytes(of: descriptor) { return .interrupted }
      case EIO, ETIMEDOUT, ENOMEM, ENOBUFS:
        // What a network, a disk or a lack of memory may cause once. A call that fails moves nothing.
        guard retries < CaptureLimits.readRetries else { return .failed(errorText(errno)) }
        guard poll(nil, 0, CaptureLimits.firstRetryMilliseconds << retries) == 0 else { return .interrupted }
        retries += 1
      default:
        return .failed(errorText(errno))
      }
    }
  }

  /// Waits until there is something to read, or the end; false when a signal came first.
  private static func waitForBytes(of descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // The kernel fills the structure, which outlives the call.
    return unsafe poll(&polled, 1, -1) >= 0
  }

  /// Opens a file for reading; says so to the kernel when it is going to be read front to back.
  private static func open(_ path: String) throws(CaptureError) -> Int32 {
    var descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == EMFILE, raiseOpenFileLimit() {
      descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
      let reason: CaptureError.Reason =
        switch errno {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .permissionDenied
        case EMFILE, ENFILE: .tooManyOpenFiles
        case EINTR: .interrupted
        default: .unreadable(errorText(errno))
        }
      throw CaptureError(input: path, reason: reason)
    }
    if type(of: descriptor) == S_IFDIR {
      close(descriptor)
      throw CaptureError(input: path, reason: .isDirectory)
    }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)  // Fails on a pipe, which does not matter.
    return descriptor
  }

  /// What kind of file it is, as in `S_IFMT`; nil when the system does not say.
  private static func type(of descriptor: Int32) -> mode_t? {
    var status = stat()
    // The kernel fills the structure, which outlives the call.
    return unsafe fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Lets the process open as many files as its hard limit allows; false when it already may.
  private static func raiseOpenFileLimit() -> Bool {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return false }
    limit.rlim_cur = limit.rlim_max
    return unsafe setrlimit(resource, &limit) == 0
  }

  private static func errorText(_ number: Int32) -> String {
    // The text is copied before another call can replace it.
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
