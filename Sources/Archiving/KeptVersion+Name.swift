// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Records
import SystemPackage

extension KeptVersion {
  /// The name under which it is given back beside the others of its document: with its number, and an ending that tells the truth.
  ///
  /// No two versions have one name, on a disk either that does not tell capitals from small letters: before the ending of each stands its
  /// own number.
  ///
  ///     v2 of “child-a.pdf”                      child-a-v2.pdf
  ///     “child-a”, a PDF                         child-a-v1.pdf
  ///     “child-a.pdf”, where v3 is a Word file   child-a-v3.docx
  ///     “child-a.2024”, a PDF                    child-a.2024-v1.pdf
  ///
  /// - Parameters:
  ///   - given: how it is to be called, by its publisher or by a person.
  ///   - longest: the most bytes that a name may have where it goes.
  /// - Returns: the name, cleaned.
  package func nameAmongAll(_ given: String?, longest: Int) -> String {
    let (mark, ending) = ("-v\(number)", FilePath(path).extension ?? "bin")
    guard let name = given.flatMap({ PublishedName($0) }) else {
      return "document\(mark).\(ending)"
    }
    return name.telling(ending).marked(mark, longest: longest).text
  }
}

extension PublishedName {
  /// The name with this ending: in place of that of another kind, else behind what is there.
  fileprivate func telling(_ ending: String) -> PublishedName {
    guard let present = pathExtension else { return self.ending(in: ending) }
    let (said, meant) = (BodyKind(pathExtension: present), BodyKind(pathExtension: ending))
    // What nobody knows is told by its name alone.
    guard let meant, said != meant else { return self }
    let given = text.dropLast(present.utf8.count + 1)
    guard said != nil, let stem = PublishedName(String(given)) else {
      return self.ending(in: ending)
    }
    return PublishedName("\(stem).\(ending)") ?? self.ending(in: ending)
  }
}
