// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Stores

@Suite(.timeLimit(.minutes(1)))
struct `What a store says in XML` {
  private static let page = Array(
    """
    <?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>
    <Contents><Key>a%2Fb+c</Key><Size>5</Size></Contents>
    <NextContinuationToken>t&amp;1</NextContinuationToken></ListBucketResult>
    """.utf8
  )

  @Test func `is a page of a list, with how it goes on`() throws {
    let page = try #require(S3Answer(Self.page).page)
    #expect(page.files == [StoredFile(name: "a/b c", size: 5)] && page.next == "t&1")
  }

  @Test func `is read to its end, whatever it is`() {
    Fuzz.run(3_000) { random in
      let answer = S3Answer(Self.page.mutated(with: [Array("<![CDATA[".utf8), [0xFF]], &random))
      for file in answer.page?.files ?? [] { #expect(file.size >= 0) }
    }
  }
}
