// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Filing errors` {
  @Test(arguments: [
    (FilingError.Operation.read, Errno.noSuchFileOrDirectory, "cannot read /a/b: No such file"),
    (.create, .fileExists, "cannot create /a/b: File exists"),
    (.look, .notDirectory, "cannot look at /a/b: Not a directory"),
    (.setPermissions, .notPermitted, "cannot set the permissions of /a/b: Operation not permitted"),
    (.rename, .directoryNotEmpty, "cannot rename /a/b: Directory not empty"),
  ])
  func `say what was tried, on what, and the reason`(
    operation: FilingError.Operation,
    cause: Errno,
    sentence: String
  ) {
    #expect("\(FilingError(operation, "/a/b", cause))".hasPrefix(sentence))
  }

  @Test(arguments: [
    (Errno.noSpace, "; make room on that disk and run again"),
    (.diskQuotaExceeded, "; make room on that disk and run again"),
    (.readOnlyFileSystem, "; mount it for writing, or name another archive"),
    (.permissionDenied, "; check who owns it and run as that user"),
    (.tooManyOpenFiles, "; raise the limit of open files (ulimit -n)"),
    (.ioError, "; the disk reports a fault, look at the system's log"),
  ])
  func `give advice where there is some to give`(cause: Errno, advice: String) {
    #expect("\(FilingError(.write, "/a/b", cause))".hasSuffix(advice))
  }

  @Test
  func `a full disk is told by the file that did not fit`() throws {
    try ScratchDirectory.run { folder in
      let path = folder.appending("file")
      let error = #expect(throws: FilingError(.write, path, .noSpace)) {
        try DiskStep.$observer.withValue(DiskWatch.failing(at: 1, by: .full)) {
          var file = try WritableFile(appendingTo: path)
          try file.append("x")
        }
      }
      #expect(
        error?.description
          == "cannot write \(path): No space left on device; make room on that disk and run again"
      )
    }
  }

  @Test func `what is no file is not written to`() {
    #expect(throws: FilingError(.write, "/dev/full", .invalidArgument)) {
      _ = try WritableFile(appendingTo: "/dev/full")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may do everything"))
  func `a locked directory is told by who may open it`() throws {
    try ScratchDirectory.run { directory in
      let locked = directory.appending("locked")
      try Disk().makeDirectory(locked)
      try #require(chmod(locked.string, 0o500) == 0)
      let file = locked.appending("file")
      #expect(throws: FilingError(.create, file, .permissionDenied)) {
        try Disk().create(file, holding: "x")
      }
    }
  }
}
