import Foundation

/// Namespaces of its own for the network and the processes of one test, with what the shell scripts of the tests share. They go
/// with the script.
enum LiveNamespace {
  /// Whether this machine allows such a namespace and has programs.
  static func isThere(with programs: [String]) -> Bool {
    guard (try? run("true", in: TemporaryFolder()))?.status == 0 else { return false }
    return programs.allSatisfy { (try? shell(["-c", "command -v \($0)"]).status) == 0 }
  }

  static let reason = """
    needs a network namespace that may be sniffed (root, or user namespaces), and nginx, curl, nghttp2-client, iproute2 and \
    openssl
    """
  static let canRun = isThere(with: ["nginx", "curl", "h2load", "ip", "openssl", "setpriv"])

  /// Runs a script in a namespace whose loopback is up. It begins in the folder; `$wireprism` is the program, and there are
  /// the functions of `prelude`.
  ///
  /// - Parameter mapsRoot: whether root in it is the user of the test, whoever that is; else the test must be root's.
  static func run(
    _ script: String, in folder: TemporaryFolder, mapsRoot: Bool = true
  ) throws -> (status: Int32, errors: String) {
    let path = try folder.add("script", Array((prelude + script).utf8))
    let unshare = "unshare \(mapsRoot ? "--map-root-user" : "") --net --mount-proc --pid --fork"
    return try shell(["-c", "exec \(unshare) bash \(path) \(folder.path) \(Program.executable.path)"])
  }

  private static let prelude = #"""
    set -eu
    cd "$1"
    wireprism=$2
    ip link set lo up

    # Waits until a condition holds.
    await() { for _ in $(seq 200); do eval "$1" && return; sleep 0.05; done; echo "in vain: $1" >&2; exit 9; }

    # Starts nginx: HTTP/1.1 on 8080, h2c on 8081, TLS on 8443. It logs what it answered in `served`.
    serve() {
      mkdir -p site temporary
      head -c 40000 /dev/zero | base64 > site/large.txt
      echo small > site/small.txt
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem \
        -subj /CN=localhost -days 2 2>/dev/null
      cat > nginx.conf <<END
    user root; daemon off; worker_processes 1; pid $PWD/nginx.pid; error_log $PWD/nginx.log;
    events { worker_connections 256; }
    http {
      log_format plain '\$server_protocol \$request_method \$request_uri \$status \$body_bytes_sent';
      access_log $PWD/served plain;
      client_body_temp_path temporary; proxy_temp_path temporary; fastcgi_temp_path temporary;
      uwsgi_temp_path temporary; scgi_temp_path temporary;
      keepalive_requests 100000; root $PWD/site;
      server { listen 8080; }
      server { listen 8081 http2; }
      server { listen 8443 ssl http2; ssl_certificate $PWD/cert.pem; ssl_certificate_key $PWD/key.pem; }
    }
    END
      nginx -p "$PWD" -e "$PWD/nginx.log" -c "$PWD/nginx.conf" &
      await '[ -s nginx.pid ]'
    }

    # Starts the program; it is ready when it has written its first record.
    live() {
      rm -f records
      $wireprism live --format ndjson "$@" > records 2> errors &
      live=$!
      await '[ -s records ]'
    }

    # Ends it as Ctrl-C does.
    stop() { kill -INT $live; status=0; wait $live || status=$?; echo $status > status; }

    """#

  private static func shell(_ arguments: [String]) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = arguments
    process.environment = Program.sanitizers.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 }
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
