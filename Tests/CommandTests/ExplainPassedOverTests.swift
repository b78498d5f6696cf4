// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Testing

/// `explain` of what stands on a list and is not visited.
@Suite(.timeLimit(.minutes(5)))
struct `Explaining a link that is not followed` {
  private static let host = Installation.host

  @Test func `says on which list it stands, and why it is not visited`() async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let first = Installation.listing([
      ("/a.pdf", "Child A"), ("/form.pdf", "Form"), ("/case.html", "Case B"),
      ("/case/2/", "Case C"),
    ])
    let second = Installation.listing([("/deep.html", "Deep")])
    try await Installation.run(
      sources: """
        - { id: reviews, page: "http://\(Self.host)/reviews/", exclude: ["*form*"], follow: ["*/case/*"] }
        - { id: some, page: "http://\(Self.host)/reviews/", include: ["*/a.pdf"] }
        """,
      script: { request in
        switch request.path {
        case "/reviews/": .ok(first, type: "text/html")
        case "/case/2/": .ok(second, type: "text/html")
        case "/a.pdf": .ok(pdf, type: "application/pdf")
        default: .status(404)
        }
      }
    ) { installation, server in
      _ = try await installation.program.run("sync")
      let asked = server.requests.count
      func explain(_ path: String) async throws -> String {
        let address = "http://\(Self.host)\(path)"
        return try await installation.program.run("explain", "--no-fetch", address).text
      }
      let page = "on http://\(Self.host)/reviews/, which does not visit it: "
      let form = try await explain("/form.pdf")
      #expect(
        form.contains(
          "listed by     reviews: “Form”, \(page)`exclude` leaves it out, by “*form*”\n"
        ),
        "\(form)"
      )
      #expect(form.contains("some: “Form”, \(page)it fits no pattern of `include`\n"), "\(form)")
      #expect(form.contains("next visit    no run asks for it, as things are"), "\(form)")
      let html = try await explain("/case.html")
      #expect(
        html.contains("reviews: “Case B”, \(page)it is a web page, by its address"),
        "\(html)"
      )
      #expect(html.contains("`page` among its `kinds` keeps it"), "\(html)")
      let deep = try await explain("/deep.html")
      #expect(deep.contains("“Deep”, on http://\(Self.host)/case/2/"), "\(deep)")
      #expect(try await explain("/case/2/").contains("it is read as a list, too"))
      #expect(try await explain("/nowhere").contains("found by      no source"))
      let known = try await explain("/a.pdf")
      #expect(known.contains("found by      reviews") && !known.contains("does not visit it"))
      #expect(server.requests.count == asked, "nobody is asked")
    }
  }
}
