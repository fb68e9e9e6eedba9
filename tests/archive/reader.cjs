// Reads WARC files with npm warcio; prints one JSON line a record: type, address, SHA-256 of its body.
const { createHash } = require("node:crypto");
const { createReadStream } = require("node:fs");
const { WARCParser } = require("warcio");

async function main(paths) {
  for (const path of paths) {
    for await (const record of new WARCParser(createReadStream(path))) {
      const body = await record.readFully(false);
      const sha256 = createHash("sha256").update(body).digest("hex");
      console.log(JSON.stringify([record.warcType, record.warcTargetURI, sha256]));
    }
  }
}

main(process.argv.slice(2)).catch((problem) => {
  console.error(problem);
  process.exit(1);
});
