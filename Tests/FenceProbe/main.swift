// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CTestRun
import Fencing
import Glibc
import SystemPackage

// A process that was taken over: it closes the fence, and then tries what it should not be able to do.
//
//     fence-probe closed|open FOLDER PORT CHILD ATTEMPT
//
// FOLDER holds `readable` and `secret`; something listens on PORT; CHILD is a process of the same user. It prints what the
// attempt came to: `done`, or the system's word for why not. With `open` there is no fence, to see what that changes.

let arguments = CommandLine.arguments
let isClosed = arguments[1] == "closed"
let folder = arguments[2]
let port = UInt16(arguments[3]) ?? 0
let child = pid_t(arguments[4]) ?? 0
let attempt = arguments[5]

func say(_ outcome: CInt) -> Never {
  let word = outcome >= 0 ? "done" : Errno(rawValue: errno).description
  let text = word + "\n"
  _ = text.withCString { write(1, $0, strlen($0)) }
  _exit(0)
}

let fence = Fence(
  Limits(seconds: 1, memory: 1 << 30, output: 1 << 20, openFiles: 64),
  readable: [FilePath("\(folder)/readable"), FilePath("\(folder)/not-there")],
  runnable: ["/usr/bin", "/usr/lib", "/lib", "/lib64"]
)
do {
  if isClosed { try fence.close() }
} catch {
  let text = "\(error)\n"
  _ = text.withCString { write(1, $0, strlen($0)) }
  _exit(1)
}

/// What a thread does that is there to be there.
nonisolated func idle(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { nil }

func connect(_ kind: __socket_type, to port: UInt16) -> CInt {
  let descriptor = socket(AF_INET, CInt(kind.rawValue), 0)
  guard descriptor >= 0 else { return -1 }
  var place = sockaddr_in()
  place.sin_family = sa_family_t(AF_INET)
  place.sin_port = port.bigEndian
  place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &place) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}

switch attempt {
case "read": say(open("\(folder)/readable", O_RDONLY))
case "read-secret": say(open("\(folder)/secret", O_RDONLY))
case "read-users": say(open("/etc/passwd", O_RDONLY))
case "read-environment": say(open("/proc/\(child)/environ", O_RDONLY))
case "read-memory": say(open("/proc/\(child)/mem", O_RDONLY))
case "list": say(open(folder, O_RDONLY | O_DIRECTORY))
case "write": say(open("\(folder)/secret", O_WRONLY))
case "write-readable": say(open("\(folder)/readable", O_WRONLY))
case "append": say(open("\(folder)/readable", O_WRONLY | O_APPEND))
case "truncate": say(truncate("\(folder)/secret", 0))
case "create": say(open("\(folder)/new", O_WRONLY | O_CREAT, 0o600))
case "create-in-tmp": say(open("/tmp/hanaper-fence-probe", O_WRONLY | O_CREAT, 0o600))
case "remove": say(unlink("\(folder)/secret"))
case "rename": say(rename("\(folder)/secret", "\(folder)/other"))
case "link": say(link("\(folder)/secret", "\(folder)/other"))
case "open-rights": say(chmod("\(folder)/secret", 0o777))
case "give-away": say(chown("\(folder)/secret", 65_534, 65_534))
case "set-times": say(utimensat(AT_FDCWD, "\(folder)/secret", nil, 0))
case "connect": say(connect(SOCK_STREAM, to: port))
case "send": say(connect(SOCK_DGRAM, to: port))
case "name-service": say(socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0))
case "signal": say(kill(child, SIGTERM))
case "limit-child": say(ctestrun_limit(child))
case "limit-self": say(ctestrun_limit(0))
case "trace": say(ctestrun_trace(child))
case "fork": say(ctestrun_fork())
case "spawn":
  var process = pid_t()
  var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
  let failure = posix_spawn(&process, "/usr/bin/true", nil, nil, &words, environ)
  errno = failure
  say(failure == 0 ? 0 : -1)
case "run":
  // What is started in its place stays behind the fence.
  var words: [UnsafeMutablePointer<CChar>?] = [strdup("cat"), strdup("\(folder)/secret"), nil]
  dup2(1, 2)
  execv("/usr/bin/cat", &words)
  say(-1)
case "run-stranger":
  var words: [UnsafeMutablePointer<CChar>?] = [strdup("program"), nil]
  execv("\(folder)/program", &words)
  say(-1)
case "thread":
  // A thread is no process: readers of documents may have some.
  var thread = pthread_t()
  errno = pthread_create(&thread, nil, idle, nil)
  guard errno == 0 else { say(-1) }
  say(pthread_join(thread, nil))
case "allocate":
  let memory = mmap(nil, 4 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  say(memory == MAP_FAILED ? -1 : 0)
case "print":
  let piece = [UInt8](repeating: 0x41, count: 1 << 16)
  signal(SIGXFSZ, SIG_IGN)
  for _ in 0..<(1 << 14) where write(1, piece, piece.count) < 0 { _exit(3) }
  _exit(0)
case "loop": while true {}
case "ring": say(ctestrun_ring())
case "namespace": say(ctestrun_namespace())
default: say(-1)
}
