#compdef framewalk
# zsh completion for framewalk

_framewalk_scenarios()
{
	local -a names
	names=(${(f)"$(_call_program walkthroughs framewalk list --paths 2>/dev/null | sed 's/ .*//')"})
	_alternative 'walkthroughs:walkthrough:compadd -a names' 'files:file:_files'
}

# Themes lie beside the walkthroughs.
_framewalk_themes()
{
	local -a folders names
	folders=(${(fu)"$(_call_program themes framewalk list --paths 2>/dev/null | sed 's/^[^ ]*  *//; s|/traces/[^/]*$|/themes|')"})
	names=(${^folders}/*.json(N:t:r))
	_alternative 'themes:theme:compadd -a names' 'files:file:_files'
}

# Labels of the scenario on the line: of the first word that has some.
_framewalk_positions()
{
	local i word
	local -a labels
	for (( i = 1; i <= $#words; i++ )); do
		word=${${(Q)words[i]}/#\~\//$HOME/}
		[[ $i -eq $CURRENT || -z $word || $word == -* ]] && continue
		[[ -f $word || ! -e $word ]] || continue
		labels=(${(f)"$(_call_program labels framewalk list ${(q)word} 2>/dev/null | sed 's/ .*//')"})
		(( $#labels )) && break
	done
	labels+=(end)
	compadd -a labels
}

_framewalk_files()
{
	_files
}

_framewalk_paths()
{
	local -a paths
	paths=(
@paths@
	)
	compadd -a paths
}

_framewalk_command()
{
	case $1 in
@zsh-options@
	esac
}

_framewalk()
{
	local -a commands
	commands=(
@zsh-commands@
	)
	if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
		_describe command commands
		_framewalk_scenarios
	elif (( ${#commands[(r)$words[2]:*]} )); then
		local name=$words[2]
		shift words
		(( CURRENT-- ))
		_framewalk_command $name
	else
		_framewalk_command play
	fi
}

_framewalk "$@"
