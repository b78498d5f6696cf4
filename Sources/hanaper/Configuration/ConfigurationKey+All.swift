// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Curl
import Fetching
import Night
import Records

extension ConfigurationKey {
  private static let time = "a time: 500ms, 2s, 15m, 1h"
  private static let size = "a size: 500MB, 1GB, 64KiB"
  private static let patterns =
    "a list of patterns in which * is any run of characters: [\"*/reviews/*\"]"

  /// All keys, in the order in which they are explained.
  static let all: [ConfigurationKey] = [
    ConfigurationKey(
      "archive",
      as: "a folder; a relative path is meant from the folder of the configuration",
      without: "../Archive",
      "Where everything is kept. `hanaper init` makes it."
    ),
    ConfigurationKey(
      "contact",
      as: "mailto: with a mail address, or https:// with a web address",
      "How the sites you visit can reach you. It is sent with every request, in the User-Agent field; no run begins without it."
    ),
    ConfigurationKey(
      "politeness.delay",
      as: time,
      without: Amounts.describe(Politeness().delay),
      "The least time between two requests to one host. A longer Crawl-delay in a robots.txt is heeded."
    ),
    ConfigurationKey(
      "politeness.hosts",
      as: "a number from 1 to 256",
      without: "\(Politeness().hosts)",
      "The most hosts that are asked at the same time."
    ),
    ConfigurationKey(
      "politeness.connectionsPerHost",
      as: "a number from 1 to 256",
      without: "\(Politeness().connectionsPerHost)",
      "The most requests to one host at the same time."
    ),
    ConfigurationKey(
      "politeness.night",
      as: time,
      without: Amounts.describe(Politeness().night),
      "For how long a host is asked in one night. Of more documents than fit into it, the likeliest to have changed are asked first, and each within 28 nights; `--max-duration` shortens it."
    ),
    ConfigurationKey(
      "politeness.retries",
      as: "a number from 0 to 10",
      without: "\(RetryPolicy().retries)",
      "How often a request that failed for the moment is made again in a run, after growing pauses."
    ),
    ConfigurationKey(
      "limits.documentSize",
      as: size,
      without: Amounts.describe(bytes: TransferLimits().bodyBytes),
      "A longer file is not fetched; it is left out and told."
    ),
    ConfigurationKey(
      "limits.requestTime",
      as: time,
      without: Amounts.describe(TransferLimits().total),
      "The most time for one request."
    ),
    ConfigurationKey(
      "limits.stalledAfter",
      as: time,
      without: Amounts.describe(TransferLimits().stall),
      "A transfer that hardly moves for this long is given up."
    ),
    ConfigurationKey(
      "limits.freeSpace",
      as: size + "; 0B for none",
      without: "1 GB or 2 % of the disk, whichever is less",
      "So much of the archive's disk stays free: below it a run stops in order and says so."
    ),
    ConfigurationKey(
      "limits.quarantine",
      as: size + "; 0B to keep none",
      without: Amounts.describe(bytes: Intake.quarantineBytes),
      "So much room suspect answers may take in quarantine, all together; beyond it the oldest go."
    ),
    ConfigurationKey(
      "network.allowPrivateAddresses",
      as: "true or false",
      without: "false",
      "Whether addresses inside your own network may be asked. A page could lead there by a link or a redirect: leave it off."
    ),
    ConfigurationKey(
      "network.proxy",
      as: "an address: http://proxy.example.org:3128",
      without: "none; one from the environment is never used",
      "The proxy through which everything is asked."
    ),
    ConfigurationKey(
      "network.certificates",
      as: "a file of PEM certificates",
      without: "the system's",
      "The authorities that are trusted, in place of the system's. Certificates are always verified."
    ),
    ConfigurationKey(
      "network.connectTo",
      .openMapping,
      as: "{ \"www.example.org:443\": \"192.0.2.10:8443\" }",
      without: "none",
      "Which machine is asked in place of which: for tests, and for sites that are not public yet. One within a private network needs `network.allowPrivateAddresses`, too."
    ),
    ConfigurationKey(
      "ledger.key",
      as: "a file; a relative path is meant from the folder of the configuration",
      without: "beside the configuration, called like it: hanaper.ledger.key",
      "The key that the archive's ledger is signed with. It belongs outside of the archive, and nobody else may read it."
    ),
    ConfigurationKey(
      "ledger.name",
      as: "a word: example.org/reports",
      without: "one that is made up with the key",
      "By which name the ledger is known everywhere."
    ),
    ConfigurationKey(
      "ledger.witnesses.address",
      as: "an address: https://witness.example.org",
      "Where a witness is asked to sign for each night's checkpoint."
    ),
    ConfigurationKey(
      "ledger.witnesses.key",
      as: "its public key: example.org/witness+…",
      "By which the witness's signatures are known; `hanaper witness` prints it."
    ),
    ConfigurationKey(
      "ledger.timestamps",
      .list,
      as: "a list of addresses: [\"https://tsa.example.org/\"]",
      without: "none",
      "Authorities that say when they saw each night's checkpoint (RFC 3161)."
    ),
    ConfigurationKey(
      "outputs.html",
      as: "a file whose name ends in .html or .htm",
      without: "none",
      "A page with the state of the archive, the last run's report and what is open, written anew after each run. It needs no other file, so any web server can show it."
    ),
    ConfigurationKey(
      "outputs.atom",
      as: "a file whose name ends in .atom or .xml",
      without: "none",
      "The news of the last runs as a feed, for feed readers."
    ),
    ConfigurationKey(
      "outputs.atomAddress",
      as: "an address: https://www.example.org/reports.atom",
      without: "the feed does not say it",
      "Where the feed can be read; it says so itself then."
    ),
    ConfigurationKey(
      "outputs.metrics",
      as: "a file whose name ends in .prom",
      without: "none",
      "The figures of `hanaper status --prometheus`, written anew after each run, for Prometheus' node_exporter."
    ),
    ConfigurationKey(
      "outputs.webhook",
      as: "an address: https://hooks.example.org/hanaper",
      without: "none",
      "Each run's report is posted there as JSON; a redirect is never followed. An address in your own network needs `network.allowPrivateAddresses`."
    ),
    ConfigurationKey(
      "outputs.webhookSecret",
      as: "a file that nobody else may read, with the secret in its first line",
      without: "nothing is signed",
      "With it, each post is signed, so that its receiver knows who it comes from: docs/scripting.md says how to check it."
    ),
    ConfigurationKey(
      "outputs.ping",
      as: "an address: https://hc.example.org/0b2c…",
      without: "none",
      "A monitor that is told when a run begins (/start behind the address) and how it ended (/ and the exit status), with the report. It notices what this machine cannot: that it is off."
    ),
    ConfigurationKey(
      "outputs.exec",
      .list,
      as: "a list, a program and what it is called with: [/usr/local/bin/tell, --all]",
      without: "none",
      "A program that is run after each run, and reads its report as JSON on standard input. It has a minute; then it is ended, with its process group."
    ),
    ConfigurationKey(
      "outputs.mail.to",
      .list,
      as: "a list of mail addresses: [records@example.org]",
      without: "nobody",
      "Who gets a mail when there is news. What was mailed is not printed too, so that cron does not mail it again."
    ),
    ConfigurationKey(
      "outputs.mail.from",
      as: "a mail address",
      without: "that of contact",
      "From whom it comes."
    ),
    ConfigurationKey(
      "outputs.mail.server",
      as: "an address: smtp://mail.example.org:587 (STARTTLS), smtps://mail.example.org:465",
      without: "the machine's own mailer, /usr/sbin/sendmail",
      "The server that takes it. The connection is always secured; where it cannot be, nothing is sent."
    ),
    ConfigurationKey(
      "outputs.mail.user",
      as: "a text",
      without: "the server is not told who sends",
      "The name by which the server knows the sender."
    ),
    ConfigurationKey(
      "outputs.mail.password",
      as: "a file that nobody else may read, with the password in its first line",
      without: "none",
      "The password that goes with the name."
    ),
    ConfigurationKey(
      "replicas.name",
      as: "small letters, digits and hyphens, another for each copy",
      "Names a copy of the archive in commands: `hanaper replicate NAME`."
    ),
    ConfigurationKey(
      "replicas.to",
      as:
        "a folder, sftp://user@host/path, or s3:https://host/bucket/prefix",
      "Where the copy is: on another disk, on another host, or in a store of S3's kind. The folder, or the bucket, has to be there."
    ),
    ConfigurationKey(
      "replicas.key",
      as: "a file that nobody else may read",
      "The private key, without a passphrase, by which the user logs in over SFTP."
    ),
    ConfigurationKey(
      "replicas.hostKey",
      as: "SHA256: and 43 signs, as `ssh-keygen -lf` prints them of the host's public key",
      "By what the host is known. Without it, no host is believed."
    ),
    ConfigurationKey(
      "replicas.region",
      as: "a word: eu-west-2",
      without: "us-east-1",
      "The region of the store of S3's kind."
    ),
    ConfigurationKey(
      "replicas.credentials",
      as:
        "a file that nobody else may read, with the id of a key in its first line and its secret in the second",
      without: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment",
      "By which key the store lets us in."
    ),
    ConfigurationKey(
      "watch",
      .list,
      as: "a list of words: [\"Child Z\", Merton]",
      without: "none",
      "Words that you want to be told of. Where they stand in the title or text of a new document or version, one behind the other, the message says so, with the page. `hanaper find` finds them in what is held already."
    ),
    ConfigurationKey(
      "sourceFiles",
      as: "a folder",
      without: "none",
      "A folder whose *.yaml files hold further sources, read in the order of their names."
    ),
    ConfigurationKey(
      "sources.id",
      as: "small letters, digits and hyphens, another for each source",
      "Names the source in commands."
    ),
    ConfigurationKey(
      "sources.title",
      as: "a text",
      without: "the id",
      "Names the source in messages: for people."
    ),
    ConfigurationKey(
      "sources.enabled",
      as: "true or false",
      without: "true",
      "Whether every run reads it; else only one that names it."
    ),
    ConfigurationKey(
      "sources.page",
      as: "an address: https://www.example.org/reviews/",
      "A page whose links lead to reports. Each source has one of page, sitemap, feed, govuk, wordpress or addresses."
    ),
    ConfigurationKey(
      "sources.sitemap",
      as: "an address: https://www.example.org/sitemap.xml",
      "A sitemap, or an index of sitemaps: addresses that end as a document does, and what include names."
    ),
    ConfigurationKey(
      "sources.feed",
      as: "an address: https://www.example.org/feed/",
      "RSS or Atom: what its items enclose and link to."
    ),
    ConfigurationKey(
      "sources.govuk",
      as: "a path: /government/collections/serious-case-reviews",
      "A publication, a collection or an organisation of GOV.UK, read by its content API."
    ),
    ConfigurationKey(
      "sources.wordpress",
      as: "an address: https://www.example.org/",
      "A WordPress site: what was uploaded to it."
    ),
    ConfigurationKey(
      "sources.addresses",
      .list,
      as: "a list of addresses",
      "The reports themselves, with no page to read."
    ),
    ConfigurationKey(
      "sources.include",
      .list,
      as: patterns,
      without: "all links",
      "Only links that fit one of these are followed."
    ),
    ConfigurationKey(
      "sources.exclude",
      .list,
      as: patterns,
      without: "none",
      "No links that fit one of these are followed."
    ),
    ConfigurationKey(
      "sources.follow",
      .list,
      as: patterns,
      without: "none",
      "Links to pages that are read as lists, too; of the same site unless the host is named. What `includePages` names is kept as a report instead."
    ),
    ConfigurationKey(
      "sources.depth",
      as: "a number from 1 to 3",
      without: "1",
      "How many steps such pages may lie from the first."
    ),
    ConfigurationKey(
      "sources.pages",
      as: "a number; 1 for the first page alone",
      without: "\(Source.defaultPages)",
      "The most pages that are read for it in a night."
    ),
    ConfigurationKey(
      "sources.kinds",
      .list,
      as: "a list of kinds: [documents, page]",
      without: "documents: "
        + Source.defaultKinds.map(\.rawValue).sorted().joined(separator: ", "),
      "What is kept. page, xml, json and unknown only if you name them."
    ),
    ConfigurationKey(
      "sources.includePages",
      .list,
      as: patterns,
      without: "every page that the list links to, if page is among the kinds",
      "Which web pages are reports."
    ),
    ConfigurationKey(
      "sources.queryNoise",
      .list,
      as: "a list of names: [refresh]",
      without: "none",
      "Parameters in addresses that change with every load, and mean nothing."
    ),
    ConfigurationKey(
      "sources.ignoreRobots",
      as: "the reason, in words: \"asked for by letter of 3 March\"",
      without: "robots.txt is obeyed",
      "That robots.txt is not obeyed for this source, and why."
    ),
  ]
}
