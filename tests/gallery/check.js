/*
 * What build.sh puts behind the page's own scripts in check.html: every
 * recording starts, can be set to each of its chapters, and shows its text.
 * The result goes to the console, a line each: ok NAME, not ok NAME: why, done.
 */
"use strict";

function rows()
{
	return [...document.querySelectorAll("#player .ap-line")]
		.map((row) => row.textContent.replaceAll("\u00a0", " ").trimEnd());
}

async function until(what, holds)
{
	for (let tries = 0; !holds(); tries++) {
		if (tries > 200)
			throw new Error(what);
		await new Promise((done) => requestAnimationFrame(done));
	}
}

/* All characters of the picture but blanks and borders: texts are folded. */
function letters(text)
{
	return text.replace(/[^\p{L}\p{N}]/gu, "");
}

function is_drawn()
{
	return rows().filter((row) => letters(row).length > 1).length > 8;
}

/*
 * A marker is a chapter's title, which the first row ends in, or a question,
 * which may not fit as a whole, or both, two blanks between.
 */
function shows(label)
{
	const [first, second] = label.split("  ");
	const begins = letters(rows()[0]).endsWith(letters(first));
	const asks = letters(rows().join(""))
		.includes(letters(second ?? first).slice(0, 20));

	return second === undefined ? begins || asks : begins && asks;
}

async function check(name, lang)
{
	const {player, markers} = await gallery.show(name, lang);
	let started = false;

	player.addEventListener("playing", () => { started = true; });
	await player.play();
	await until("it does not start", () => started && is_drawn());
	await player.pause();
	for (const [i, [seconds, label]] of markers.entries()) {
		await player.seek({marker: i});
		await until("marker " + i + ", " + label + ", does not show",
			    () => player.getCurrentTime() === seconds && shows(label));
	}
	if (!markers.length)
		throw new Error("it has no chapters");
	return markers.length;
}

(async () => {
	for (const [name] of gallery.list) {
		for (const lang of ["en", "zh"]) {
			const key = name + "." + lang;

			await check(name, lang).then(
				(nr) => console.log("ok " + key + ": " + nr + " markers"),
				(why) => console.log("not ok " + key + ": " +
						     String(why).replaceAll("\n", " ")));
		}
	}
	console.log("done");
})();
