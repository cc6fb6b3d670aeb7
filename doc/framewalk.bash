# bash completion for framewalk

_framewalk_commands='
@command-names@
'

_framewalk_proc=(
@paths@
)

# Options of a command.
_framewalk_options()
{
	case $1 in
@bash-options@
	esac
}

# What a command takes behind its options, as its usage says.
_framewalk_arguments()
{
	case $1 in
@bash-arguments@
	esac
}

# offer WORD...: those that go on from what is typed
_framewalk_words()
{
	local IFS=$' \t\n'
	COMPREPLY+=($(compgen -W "$*" -- "$cur"))
}

_framewalk_files()
{
	local IFS=$'\n'
	compopt -o filenames 2>/dev/null
	COMPREPLY+=($(compgen -f -- "$cur"))
}

_framewalk_scenarios()
{
	_framewalk_words "$("${COMP_WORDS[0]}" list --paths 2>/dev/null |
	    sed 's/ .*//')"
	_framewalk_files
}

# Themes lie beside the walkthroughs.
_framewalk_themes()
{
	local folder theme IFS=$'\n'
	for folder in $("${COMP_WORDS[0]}" list --paths 2>/dev/null |
	    sed 's/^[^ ]*  *//; s|/traces/[^/]*$|/themes|' | sort -u); do
		for theme in "$folder"/*.json; do
			[ -e "$theme" ] || continue
			theme=${theme##*/}
			_framewalk_words "${theme%.json}"
		done
	done
	_framewalk_files
}

# Labels of the scenario on the line: of the first word that has some.
_framewalk_positions()
{
	local i word labels
	for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
		word=${COMP_WORDS[i]//[\"\'\\]/}
		word=${word/#\~\//$HOME/}
		[[ $i != "$COMP_CWORD" && $word != -* ]] || continue
		[ -f "$word" ] || [ ! -e "$word" ] || continue
		labels=$("${COMP_WORDS[0]}" list "$word" 2>/dev/null |
		    sed 's/ .*//')
		[ -z "$labels" ] || break
	done
	_framewalk_words "$labels" end
}

# What the value of an option may be. Fails if $1 takes none.
_framewalk_value()
{
	case $1 in
@bash-values@
	*) return 1 ;;
	esac
}

# Does $1 take a value? Asked without offering anything.
_framewalk_takes_value()
{
	local COMPREPLY=() cur=
	_framewalk_value "$1" >/dev/null
}

# How many plain words stand between $1 and the cursor.
_framewalk_plain()
{
	local i nr=0
	for ((i = $1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-?*)	_framewalk_takes_value "${COMP_WORDS[i]}" &&
			[ "${COMP_WORDS[i + 1]}" != = ] && ((i++)) ;;
		=)	((i++)) ;;
		*)	((nr++)) ;;
		esac
	done
	echo $nr
}

_framewalk()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} first=2 nr

	COMPREPLY=()
	if [ "$cur" = = ]; then		# --color=
		cur=
	elif [ "$prev" = = ]; then	# --color=8
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	case $_framewalk_commands in
	*[[:space:]]"${command:--}"[[:space:]]*) ;;
	*)	command=play first=1 ;;
	esac
	[ "$COMP_CWORD" -ge "$first" ] || first=$COMP_CWORD
	[ "$COMP_CWORD" -gt 1 ] && _framewalk_value "$prev" && return
	case $cur in
	-*)	_framewalk_words "$(_framewalk_options "$command")"
		[ "$COMP_CWORD" -gt 1 ] || _framewalk_words --version
		return ;;
	esac
	[ "$COMP_CWORD" -gt 1 ] || _framewalk_words "$_framewalk_commands"
	nr=$(_framewalk_plain "$first")
	case $nr,$(_framewalk_arguments "$command") in
	0,*WORD*)	_framewalk_words "$_framewalk_commands" ;;
	0,PATH*)	_framewalk_words "${_framewalk_proc[*]}" ;;
	1,PATH* | 0,*SCENARIO* | *...) _framewalk_scenarios ;;
	esac
}

complete -F _framewalk framewalk
