// build.mjs: makes widget.js of src/: one minified file, with the style sheet in it. `node build.mjs [OUT]`.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = name => fileURLToPath(new URL(name, import.meta.url));

const styles = {
	name: "styles",
	setup(builder) {
		builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
			const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
			return { contents: `export default ${JSON.stringify(code.trim())}`, loader: "js" };
		});
	},
};

await build({
	entryPoints: [here("src/main.js")],
	outfile: process.argv[2] || here("widget.js"),
	bundle: true,
	minify: true,
	format: "iife",
	target: ["es2021", "safari16.4"],
	charset: "utf8",
	legalComments: "none",
	logLevel: "warning",
	plugins: [styles],
});
