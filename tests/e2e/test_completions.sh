# The completions: every command and option in each; bash's run in earnest.
. ./lib.sh
fw=$FRAMEWALK
share=$(dirname "$fw")/share
bash_file=$share/bash-completion/completions/framewalk
zsh_file=$share/zsh/site-functions/_framewalk
fish_file=$share/fish/vendor_completions.d/framewalk.fish
commands=$("$fw" --help | sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p')

options_of() {
	"$fw" "$1" --help | grep -o -- '^  \(-[a-z], \)\?--[a-z-]*' |
		grep -o -- '--[a-z-]*'
}

check "there are commands" [ "$(echo "$commands" | wc -l)" -gt 5 ]
for command in $commands; do
	sed -n "/^	($command) _arguments/,/;;/p" "$zsh_file" >"$work/zsh"
	check "zsh has $command" [ -s "$work/zsh" ]
	check "fish has $command" grep -q -- "-a $command -d" "$fish_file"
	for option in $(options_of "$command"); do
		check "zsh has $command $option" \
			grep -q -- "$option[]}='[]" "$work/zsh"
		[ "$option" = --help ] ||
			check "fish has $command $option" grep -q -- \
			"_is $command' -l ${option#--} " "$fish_file"
	done
done
for shell in bash zsh fish; do
	command -v $shell >/dev/null || continue
	eval "file=\$${shell}_file"
	check "$shell can read its completion" $shell -n "$file"
done

# fish offers LINE NAME WANTED...
fish_offers()
{
	line=$1 name=$2
	shift 2
	printf '%s\n' "$@" | sort -u >"$work/wanted"
	HOME=$work PATH=$(dirname "$fw"):$PATH fish --no-config -c \
		"source '$fish_file'; complete -C '$line'" 2>/dev/null |
		cut -f 1 | sort -u >"$work/out"
	check "fish: $name" diff "$work/wanted" "$work/out"
}
if command -v fish >/dev/null; then
	fish_offers "framewalk sn" "a command" snap
	fish_offers "framewalk snap --form" "an option" --format
	fish_offers "framewalk snap --format " "its words" ansi svg text
	fish_offers "framewalk --col" "an option of play" --color
	fish_offers "framewalk run 05-" "a walkthrough" 05-demand
	fish_offers "framewalk snap 13-buddy --at fi" "a label" first
	fish_offers "framewalk record $here/labels.json --to " \
		"the labels of a file" end first second
	fish_offers "framewalk snap $here/bad.json --at " \
		"no label of a scenario with faults" end
fi
command -v bash >/dev/null || finish

# completes WORD...: what bash offers for the last of them, in $work/out
cat >"$work/complete.bash" <<'END'
. "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
complete -p framewalk >/dev/null || exit
_framewalk "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
END
completes() {
	(cd "$work" && bash complete.bash "$bash_file" "$fw" "$@") |
		sort -u >"$work/out"
}

# offers NAME WANTED...: exactly these, in any order
offers() {
	name=$1
	shift
	printf '%s\n' "$@" | sort -u >"$work/wanted"
	check "bash: $name" diff "$work/wanted" "$work/out"
}

completes ch
offers "a command" check
completes ev
offers "a command that only looks like a walkthrough" events
for command in $commands; do
	completes "$command" --
	options_of "$command" >"$work/options"
	offers "the options of $command" $(cat "$work/options")
done
completes --col
offers "an option without a command is play's" --color
completes --ver
offers "the version" --version
completes snap --col
offers "one option" --color
completes snap --format ''
offers "its words" text ansi svg
completes snap --color = 2
offers "a word joined by =" 256
completes play --color =
offers "all of them" auto never 8 16 256
completes snap --view z
offers "a view" zones
completes snap --theme d
offers "a theme" dark
completes run 13-b
offers "a walkthrough" $("$fw" list --paths | sed -n 's/^\(13-b[^ ]*\).*/\1/p')
completes 13-b
offers "a walkthrough to play" $("$fw" list --paths | sed -n 's/^\(13-b[^ ]*\).*/\1/p')
completes ''
check "bash: nothing typed: a command" grep -qx snap "$work/out"
check "bash: nothing typed: a walkthrough" grep -qx 05-demand "$work/out"
completes help sn
offers "a command to be told of" snap
completes proc buddy
offers "a file of /proc" buddyinfo
completes proc --at 3 budd
offers "behind an option and its value" buddyinfo
completes proc buddyinfo 05
offers "then a scenario" 05-demand
completes run 05-demand 05
offers "run takes several" 05-demand
completes check 05-demand --
offers "options stand behind arguments, too" --help --lang
completes events 05-demand 05
check "events takes one" nothing_in out
: >"$work/my own.json"
completes run my
offers "a file with a blank in its name" "my own.json"
completes snap -o my
offers "a file to write" "my own.json"
# labels: those of the scenario on the line, wherever it stands there
completes events 13-buddy --at fi
offers "a label" first
completes record --size 80x24 13-buddy --to = la
offers "a label joined by =" larger
completes proc buddyinfo 13-buddy --at ho
offers "a label behind the arguments of proc" home
cp labels.json "$work/my own.json"
completes snap "my\\ own.json" --at ''
offers "labels of a file with a blank in its name" end first second
completes snap "'my own.json'" --at se
offers "or with quotes around it" second
completes snap "$here/bad.json" --at ''
offers "no label of a scenario with faults" end
mkfifo "$work/pipe"
completes snap "$work/pipe" --at ''
offers "nor one of what would have to be waited for" end
completes events --at ''
offers "the end alone without a scenario" end
completes list 13-b
offers "list takes a scenario" $("$fw" list --paths | sed -n 's/^\(13-b[^ ]*\).*/\1/p')

# zsh completes at a terminal only
if command -v zsh >/dev/null && command -v tmux >/dev/null; then
	cat >"$work/.zshrc" <<-END
		PS1='zsh> '
		PATH=$(dirname "$fw"):\$PATH
		fpath=($(dirname "$zsh_file") \$fpath)
		zstyle ':completion:*' menu no
		setopt no_always_last_prompt
		autoload -Uz compinit && compinit -u -D
		cd $work
	END
	open_term 100x40 "cd $work; ZDOTDIR=$work zsh"
	seen "^zsh>"
	zsh_offers()
	{
		keys C-u
		keys -l "$1"
		keys Tab
		sees "zsh: $2" "$3"
	}
	zsh_offers "framewalk chec" "a command" "^zsh> framewalk check"
	zsh_offers "framewalk snap 13-buddy --at fir" "a label" \
		"--at first"
	zsh_offers "framewalk record 13-buddy --to=lar" "a label joined by =" \
		"--to=larger"
	zsh_offers "framewalk snap my\\ own.json --at sec" \
		"a label of a file with a blank" "--at second"
	zsh_offers "framewalk snap $here/bad.json --at e" \
		"no label of a scenario with faults" "--at end"
	close_term
else
	echo "# zsh or tmux is missing: its completion is only read"
fi
command -v fish >/dev/null || echo "# fish is missing: its completion is only read"
finish
