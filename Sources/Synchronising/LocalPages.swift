// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Discovery
import Fetching
import Filing
import Night
import Records
import SystemPackage
import Text

/// Pages and texts that are on our own disk, or came by standard input.
enum LocalPages {
  /// Reads the links of a file.
  ///
  /// - Parameters:
  ///   - path: as a person wrote it.
  ///   - base: what its relative links are meant against; nil for the file itself.
  ///   - folder: where the path begins, if it is relative.
  /// - Returns: the page with its links, or why it was not read.
  static func read(
    _ path: FilePath,
    _ base: WebAddress?,
    in folder: FilePath
  ) -> LinkCheck.Event {
    let page = LinkCheck.Page(file: path.string)
    let address = base ?? FileAddress.of(absolute(path, in: folder)) ?? FileAddress.nowhere
    let ending = path.extension?.lowercased()
    do throws(FilingError) {
      let file = Disk().resolved(path)
      let head = try ReadableFile(file).bytes(at: 0, count: BodyEvidence.longestHead)
      let form = ending.flatMap { PageForm.endings[$0] }
      if let sentence = noPage(head, isNamedOne: form != nil) {
        return .unread(page, because: sentence)
      }
      // Only what begins as such is read whole for it.
      if UTF16Text.utf8(of: head) != nil, let text = UTF16Text.utf8(of: try Disk().read(file)) {
        return event(page, at: address, text, form)
      }
      if let sentence = noText(head, form) { return .unread(page, because: sentence) }
      let listing =
        switch form ?? PageForm(ofTextBeginning: head) {
        case .html:
          try Listing.read(.file(file), at: address, declaredCharset: nil, withParts: true)
        case .markdown: Listing.read(markdown: try Disk().read(file), at: address)
        case .addresses: Listing.read(addresses: try Disk().read(file), at: address)
        }
      return .read(page, at: path.string, listing)
    } catch {
      return .unread(page, because: error.reason)
    }
  }

  /// Reads the links of what came by standard input.
  static func read(
    _ bytes: [UInt8],
    called name: String,
    _ base: WebAddress?,
    in folder: FilePath
  ) -> LinkCheck.Event {
    let page = LinkCheck.Page(file: name)
    let head = Array(bytes.prefix(BodyEvidence.longestHead))
    if let sentence = noPage(head, isNamedOne: false) { return .unread(page, because: sentence) }
    let text = UTF16Text.utf8(of: bytes)
    if text == nil, let sentence = noText(head, nil) { return .unread(page, because: sentence) }
    // It is nowhere; its relative links are meant for files where it was made, which is here as a rule.
    let place = absolute(FilePath(name), in: folder)
    let address = base ?? FileAddress.of(place) ?? FileAddress.nowhere
    return event(page, at: address, text ?? bytes, nil, declaredCharset: text.map { _ in "utf-8" })
  }

  private static func event(
    _ page: LinkCheck.Page,
    at address: WebAddress,
    _ text: [UInt8],
    _ form: PageForm?,
    declaredCharset charset: String? = "utf-8"
  ) -> LinkCheck.Event {
    let head = Array(text.prefix(BodyEvidence.longestHead))
    let listing =
      switch form ?? PageForm(ofTextBeginning: head) {
      case .html: Listing.read(text, at: address, declaredCharset: charset, withParts: true)
      case .markdown: Listing.read(markdown: text, at: address)
      case .addresses: Listing.read(addresses: text, at: address)
      }
    return .read(page, at: page.name, listing)
  }

  /// Why what begins so is no text; nil where it may be one.
  ///
  /// A page is read whatever is in it.
  private static func noText(_ head: [UInt8], _ form: PageForm?) -> String? {
    guard head.contains(0), (form ?? PageForm(ofTextBeginning: head)) != .html else { return nil }
    return
      "it is no text, for there are zero bytes in it; save it as UTF-8 or UTF-16, and check it again"
  }

  /// Why there is no page to read links from; nil where there may be one.
  private static func noPage(_ head: [UInt8], isNamedOne: Bool) -> String? {
    // A text may be about signatures; what begins with one is a file, whatever it is called.
    guard !isNamedOne || BodySignature.marks(head) else { return nil }
    let evidence = BodyEvidence(beginning: head, of: nil)
    let kind = BodySignature.kind(of: evidence, declaredType: nil)
    guard kind.isDocument || kind.isImage, kind != .csv, kind != .text else { return nil }
    return "it is \(kind.nameWithArticle) and no page; links inside it are not read"
  }

  private static func absolute(_ path: FilePath, in folder: FilePath) -> String {
    let whole = path.isAbsolute ? path : folder.pushing(path)
    return whole.lexicallyNormalized().string
  }

  // MARK: What is linked to

  /// Looks at files that are linked to.
  static func looks(at files: [LinkCheck.Candidate]) async -> [LinkCheck.FileLook] {
    await BlockingThreads.shared.run {
      files.map { file in
        do throws(FilingError) {
          return try file.file.map { path throws(FilingError) in
            try look(at: FilePath(path), file.address, wantsParts: file.wantsParts)
          } ?? .missing
        } catch {
          return error.cause == .notDirectory ? .missing : .unreadable(error.reason)
        }
      }
    }
  }

  private static func look(
    at path: FilePath,
    _ address: WebAddress,
    wantsParts: Bool
  ) throws(FilingError) -> LinkCheck.FileLook {
    guard let kind = try Disk().entryMeant(by: path) else { return .missing }
    guard wantsParts, kind == .file,
      path.extension.flatMap({ PageForm.endings[$0.lowercased()] }) == .html
    else { return .there(nil) }
    let listing = try Listing.read(
      .file(Disk().resolved(path)),
      at: address,
      declaredCharset: nil,
      withParts: true
    )
    return .there(listing.parts)
  }
}
