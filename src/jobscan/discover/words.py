"""General English of postings, by which a sentence is cut into the items that may be names of skills."""

from __future__ import annotations

LIST_SIGNS = frozenset(", / & | + ; ( ) and or and/or".split())
"""What stands between the items of a list."""

CUTS = frozenset(
    """
    a an the this that these those all any both each either every neither no other others several some
    such about across after against among as at before between beyond by during for from in into like of
    on over per through throughout to toward under up upon using via with within without i it its it's
    our their them they us we you your who whom whose which what when where why how am are be been being
    can could did do does had has have is may might must shall should was were will would also but e.g
    e.g. even i.e i.e. if just least less more most much not only own plus same so than then too very
    well while etc incl include includes including one two three four five six seven eight nine ten
    ability able advanced background basic comfortable deep demonstrated excellent experience
    experienced expert expertise exposure extensive familiar familiarity fluency fluent good great hands
    knowledge knowledgeable prior proficiency proficient proven skill skilled skills solid strong
    understand understanding years year desired minimum multiple nice bonus preferred previous related
    relevant required similar equivalent various apply applying build building create creating deliver
    delivering design designing develop developing drive driving ensure ensuring help implement
    implementing lead leading leverage leveraging maintain maintaining manage managing perform
    performing provide providing support supporting use used uses utilizing work working write writing
    get join know knows learn look looking need needs read see seek take want
    """.split()
)
"""Words that no name of a tool holds: an item ends before them and begins behind them."""

EDGES = frozenset(
    """
    application applications approach approaches area areas concept concepts environment environments
    field fields framework frameworks interface interfaces language languages library libraries method
    methodologies methodology methods operating package packages platform platforms practice practices
    principle principles process processes product products program programs service services software
    solution solutions standard standards suite system systems technique techniques technologies
    technology tool tools tooling analyst analysts architect architects candidate candidates
    certification certifications certified client clients companies company consultant consultants
    customer customers degree degrees developer developers director engineer engineers industries
    industry junior manager managers position positions professional professionals project projects
    recruitment role roles scientist scientists senior staff team teams best big business class core
    current end existing first high key large latest level low new scale small later newer higher above
    below
    """.split()
)
"""Words that stand before or behind a name and do not belong to it."""

ASKS = frozenset(
    """
    background comfortable databases experience experienced expert expertise exposure familiar
    familiarity fluency fluent frameworks knowledge languages libraries methods packages platforms
    proficiency proficient skilled skills software such systems techniques technologies tools
    understanding
    """.split()
)
ASK_SIGNS = frozenset("with in of using like including as e.g e.g. :".split())
"""One of ASKS and, last, one of these ask for the list behind them: "experience with", "tools such as"."""
