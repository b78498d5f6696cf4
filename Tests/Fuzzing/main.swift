// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

// Reads what nobody wrote, until a reader traps or reads for too long. What was tried is chosen by which parts of a reader it came
// to: `fuzz READER FOLDER [OPTION...]`, where the folder has what was tried before, and options are libFuzzer's.
// `make fuzz` builds it and runs all readers; it is no part of the package otherwise, because only a build of its own links.
//
// Source: <https://llvm.org/docs/LibFuzzer.html>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ take: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private let words = CommandLine.arguments
private let chosen: FuzzedReader? =
  words.count > 1 ? FuzzedReader.all.first { $0.name == words[1] } : nil

if words.dropFirst() == ["--list"] {
  for reader in FuzzedReader.all { print(reader.name) }
  exit(0)
}
guard chosen != nil, words.count > 2 else {
  let names = FuzzedReader.all.map { $0.name }.joined(separator: ", ")
  FileHandle.standardError.write(
    Data("Usage: fuzz READER FOLDER [OPTION...]; readers: \(names)\n".utf8)
  )
  exit(64)
}
try chosen?.writeSeeds(in: words[2])

private let rest = [words[0]] + words.dropFirst(2)
private var count = CInt(rest.count)
private var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(
  capacity: rest.count + 1
)
for (place, word) in rest.enumerated() { arguments?[place] = strdup(word) }
arguments?[rest.count] = nil
exit(
  runDriver(&count, &arguments) { bytes, count in
    chosen?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
)
