// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
package import Records
import Surroundings
package import SystemPackage

extension TextWorker {
  /// Looks at a document, to compare it with another version: at its pages as they are drawn, or at the pictures in it.
  ///
  /// - Parameters:
  ///   - file: the document.
  ///   - kind: what it is.
  /// - Returns: nil where nothing is known of the looks of its kind, or it cannot be read.
  /// - Throws: where there is no fence, or no process can be started.
  package func look(
    at file: FileDescriptor,
    as kind: BodyKind
  ) throws(Failure) -> DocumentLook? {
    switch kind {
    case .pdf: try pages(of: file).map(DocumentLook.pages)
    case .docx, .xlsx, .pptx, .odt, .ods, .odp: try pictures(in: file).map(DocumentLook.pictures)
    default: nil
    }
  }

  private func pages(of file: FileDescriptor) throws(Failure) -> [Digest?]? {
    guard let text = try again(.pdftotext, file) else { return nil }
    let count = PlainWords.read(pages: text.printed, of: .page).parts.count
    guard count > 0 else { return nil }
    let look = PageLook(worker: self, file: file)
    var pages: [Digest?] = []
    for stretch in PageLook.stretches(of: count) {
      let imprints = try look.imprints(of: stretch)
      pages += stretch.map { imprints[$0] }
    }
    return pages.contains { $0 != nil } ? pages : nil
  }

  private func pictures(in file: FileDescriptor) throws(Failure) -> [Digest]? {
    guard let run = try again(WorkerProcess.pictures, file), run.status == 0 else { return nil }
    return run.output.split(separator: "\n").compactMap { Digest(.sha256, hex: String($0)) }
  }
}
