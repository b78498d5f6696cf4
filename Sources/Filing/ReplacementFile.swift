// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// New contents of a file, written piece by piece under another name, so that a reader sees the old or the new.
///
///     var file = try ReplacementFile(for: path)
///     try file.append("…")
///     try file.takePlace()
///
/// The new contents are durable before they take the name, and the name is durable when ``takePlace()`` returns. What was
/// begun and never took its place is written over by the next one.
package struct ReplacementFile: ~Copyable {
  private let target: FilePath
  private var file: WritableFile
  /// What is not written yet: many short pieces are one write.
  private var portion: [UInt8] = []

  private static let longestPortion = 1 << 16

  /// - Parameters:
  ///   - target: the file that is replaced, or made.
  ///   - folder: where it is written meanwhile, on the same file system; nil for beside the target.
  ///   - isSecret: whether it is its owner's alone wherever it is.
  /// - Throws: where no file can be made there.
  package init(
    for target: FilePath,
    in folder: FilePath? = nil,
    asSecret isSecret: Bool = false
  ) throws(FilingError) {
    // Only the last part is spelled anew: it is ours, and what is above it may be called anything.
    let name = (target.lastComponent?.string ?? "") + ".new"
    let fresh = (folder ?? target.removingLastComponent()).appending(name)
    try Disk().removeFile(fresh)
    let file = try WritableFile(creating: fresh, asSecret: isSecret)
    self.target = target
    self.file = file
  }

  package mutating func append(_ bytes: Span<UInt8>) throws(FilingError) {
    try flush()
    try file.append(bytes)
  }

  package mutating func append(_ text: String) throws(FilingError) {
    portion += text.utf8
    if portion.count > Self.longestPortion { try flush() }
  }

  private mutating func flush() throws(FilingError) {
    guard !portion.isEmpty else { return }
    let bytes = portion
    portion = []
    try file.append(bytes.span)
  }

  /// Ends the writing, and puts the file in its place.
  package consuming func takePlace() throws(FilingError) {
    try flush()
    let fresh = file.path
    try file.sync()
    try file.close()
    try Disk().rename(fresh, to: target)
    let folder = target.removingLastComponent()
    try Disk().sync(folder.isEmpty ? "." : folder)
  }

  /// Takes it away again: the old contents stay.
  package consuming func discard() throws(FilingError) {
    let fresh = file.path
    try file.close()
    try Disk().removeFile(fresh)
  }
}
