/*
 * The page of recordings: one player, a list of walkthroughs, and under the
 * picture what can be jumped to. The part of the address behind # says which
 * recording: 13-buddy, or 13-buddy.zh.
 *
 * Recordings are scripts that call gallery.take(), since a page that was opened
 * as a file may load scripts but nothing else.
 */
"use strict";

const gallery = {
	list: [],		/* of [name, header in English, in Chinese] */
	taken: {},		/* key -> a promise of its events, header first */
	player: null,

	open(list) {
		this.list = list;
		this.at("list").append(...list.map(() => document.createElement("li")));
		addEventListener("hashchange", () => this.show_address());
		this.at("pause").onchange = () => this.show_address();
		return this.show_address();
	},

	at: (id) => document.getElementById(id),

	/* What the script of a recording calls; see load(). */
	take: null,

	load(key) {
		this.taken[key] ??= new Promise((done, failed) => {
			const script = document.createElement("script");

			this.take = done;
			script.onerror = () => failed(new Error("no " + script.src));
			script.src = "casts/" + key + ".js";
			document.head.append(script);
		});
		return this.taken[key];
	},

	show_address() {
		const [name, lang] = decodeURIComponent(location.hash.slice(1)).split(".");

		if (this.list.some((row) => row[0] === name))
			return this.show(name, lang === "zh" ? "zh" : "en");
		return this.show(this.list[0][0], "en");
	},

	/* Return: the player and the markers, [seconds, label]. */
	async show(name, lang) {
		const cast = await this.load(name + "." + lang);
		const markers = cast.slice(1).filter((e) => e[1] === "m")
			.map((e) => [e[0], e[2]]);

		this.player?.dispose();
		this.at("player").replaceChildren();
		this.player = AsciinemaPlayer.create({data: cast}, this.at("player"), {
			preload: true,
			poster: "npt:1",
			fit: "width",
			pauseOnMarkers: this.at("pause").checked,
		});
		this.show_words(name, lang, cast[0].title);
		this.show_markers(markers);
		return {player: this.player, markers};
	},

	address: (name, lang) => "#" + name + (lang === "zh" ? ".zh" : ""),

	/* The list and all else but the player, in the language of the recording. */
	show_words(name, lang, title) {
		const zh = lang === "zh";

		for (const [i, [other, ...headers]] of this.list.entries()) {
			const link = document.createElement("a");
			const item = this.at("list").children[i];

			link.href = this.address(other, lang);
			link.textContent = headers[zh ? 1 : 0].title;
			item.className = other === name ? "here" : "";
			item.replaceChildren(link);
		}
		this.at("title").textContent = title;
		this.at("other").href = this.address(name, zh ? "en" : "zh");
		this.at("other").textContent = zh ? "English" : "中文";
		this.at("file").href = "casts/" + name + "." + lang + ".cast";
		this.at("pausing").textContent = zh ? "到章节和提问处暂停"
						    : "pause at chapters and questions";
	},

	show_markers(markers) {
		const player = this.player;

		this.at("markers").replaceChildren(...markers.map(([, label], i) => {
			const item = document.createElement("li");
			const link = document.createElement("a");

			link.textContent = label.replace("  ", ": ");
			link.onclick = () => player.seek({marker: i});
			item.append(link);
			return item;
		}));
	},
};
