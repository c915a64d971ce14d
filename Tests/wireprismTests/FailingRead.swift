import Foundation
import Testing

/// A `read` that fails, in a library in front of the C library's: no file system here fails on request.
struct FailingRead {
  /// Whether it can be made.
  static let isThere = (try? Shell.run("command -v cc").status) == 0

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let source = try folder.add("read.c", Array(Self.source.utf8))
    let outcome = try Shell.run(#"exec cc -shared -fPIC -o "$2" "$1" -ldl"#, [source, folder.path("read.so")])
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - path: the file whose reading fails.
  ///   - offset: how many bytes of it can be read before.
  ///   - times: how often the reading fails there.
  func run(
    _ arguments: [String], of path: String, behind offset: Int, times: Int, with number: Int32
  ) throws -> Program.Outcome {
    try Program.run(
      arguments,
      environment: [
        "LD_PRELOAD": folder.path("read.so"), "FAILING_PATH": path, "FAILING_OFFSET": String(offset),
        "FAILING_TIMES": String(times), "FAILING_NUMBER": String(number),
      ])
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <stdlib.h>
    #include <sys/stat.h>
    #include <unistd.h>

    static int fails(int descriptor) {
      struct stat own, named;
      const char *path = getenv("FAILING_PATH");
      return path && fstat(descriptor, &own) == 0 && stat(path, &named) == 0 && own.st_ino == named.st_ino
        && own.st_dev == named.st_dev;
    }

    ssize_t read(int descriptor, void *bytes, size_t count) {
      static ssize_t (*real)(int, void *, size_t);
      static long passed, failures;
      if (!real) real = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
      if (!fails(descriptor)) return real(descriptor, bytes, count);
      long left = atol(getenv("FAILING_OFFSET")) - passed;
      if (left <= 0 && failures < atol(getenv("FAILING_TIMES"))) {
        failures++;
        errno = atoi(getenv("FAILING_NUMBER"));
        return -1;
      }
      if (left > 0 && count > left) count = left;
      ssize_t result = real(descriptor, bytes, count);
      if (result > 0) passed += result;
      return result;
    }

    """
}
