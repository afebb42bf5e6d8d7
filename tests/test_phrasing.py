"""The shipped lexicon on the many wordings of soft skills and practices, and on look-alikes."""

from __future__ import annotations

import pytest

from jobscan.extract import matcher_for
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon

FOUND = {
    "collaboration": [
        "You will work closely with our product and design teams.",
        "Partner with finance to agree what a return costs us.",
        "Able to work both independently and as part of a team.",
        "Act as the bridge between the depot and the data team.",
        "Build trusted relationships with stakeholders in every region.",
        "A team player who is generous with credit.",
        "Participate in code reviews twice a week.",
    ],
    "communication": [
        "Excellent written and verbal communication skills.",
        "Articulate, calm and fond of short e-mails.",
        "Able to communicate clearly with growers and with auditors.",
        "Strong writing skills, since most of us work from home.",
        "You convey ideas crisply in a meeting and on paper.",
    ],
    "explain-to-non-technical": [
        "Explain model results to non-technical colleagues.",
        "Translate statistics into plain language for the harbour board.",
        "Communicate technical concepts in simple terms.",
        "Present complex findings to a non-technical audience.",
        "Able to articulate complex analytical topics to senior leadership.",
        "You make our numbers digestible for the press office.",
        "Comfortable with technical and non-technical stakeholders alike.",
    ],
    "presentation": [
        "Present findings to the management board every quarter.",
        "Turn the analysis into a story that a minister can follow.",
        "Experience preparing slide decks for investors.",
        "Strong storytelling and presentation skills.",
        "Confident presenting to large groups.",
        "Interpreting and presenting survey data each month.",
    ],
    "business-acumen": [
        "Translate business requirements into technical solutions.",
        "Strong commercial acumen.",
        "You understand the needs of the business before you open an editor.",
        "Align the roadmap with business priorities.",
        "Gather and document business requirements from the planners.",
        "Document the current business process and propose a better one.",
        "Able to discuss a defect on a business and technical level.",
    ],
    "domain-knowledge": [
        "Experience in the insurance industry is a plus.",
        "Background in clinical research.",
        "Knowledge of capital markets would help.",
        "Ideally in logistics or retail.",
        "Domain expertise in food safety.",
        "Experience in dairy, timber or marketplace businesses.",
        "Three years of experience in ports, rail or logistics.",
        "Prior work in healthcare or another regulated industry.",
    ],
    "leadership": [
        "Lead a small team of analysts.",
        "You have led cross-functional initiatives.",
        "Proven ability to influence without authority.",
        "Set the technical direction of the forecasting platform.",
        "Five years of people management experience.",
        "Spearhead the migration project.",
        "Provide technical leadership to four squads.",
    ],
    "mentoring": [
        "Mentor junior engineers.",
        "Guide and develop less experienced colleagues.",
        "Deliver training to warehouse staff.",
        "Prepare training materials for new starters.",
        "Coach the analysts on writing tests.",
        "Help upskill the wider engineering team.",
        "Hire, nurture and develop talent.",
    ],
    "problem-solving": [
        "Strong analytical skills.",
        "You enjoy solving hard problems.",
        "A critical thinker who asks why twice.",
        "Troubleshoot failures in the nightly run.",
        "Think outside the box.",
        "Structure ambiguous questions before answering them.",
        "Locate and correct errors: isolate faults and fix issues at the root cause.",
        "Known for finding elegant solutions.",
    ],
    "time-management": [
        "Juggle several deadlines without dropping one.",
        "Manage competing priorities.",
        "Able to prioritize the incoming work.",
        "Excellent time management.",
        "Highly organized and punctual.",
        "Adjust priorities when the weather turns.",
        "Deliver accurate work within tight timelines.",
    ],
    "project-management": [
        "Manage multiple projects at once.",
        "Project management experience.",
        "Estimate timelines for each release.",
        "Coordinate the launch of the new fare system.",
        "Drive projects to completion with little guidance.",
        "Keep the project plan up to date.",
        "Track milestones and deliverables.",
    ],
    "continuous-learning": [
        "Eager to learn.",
        "Stay up to date with new tools.",
        "Intellectually curious.",
        "Quick learner.",
        "Keep abreast of developments in the field.",
        "You love learning and take courses for fun.",
        "Willing to pick up new languages.",
    ],
    "attention-to-detail": [
        "Strong attention to detail.",
        "Detail-oriented.",
        "Meticulous person with tidy notebooks.",
        "A methodical and careful tester.",
        "Carefully check every figure before it leaves the house.",
        "Detail and quality oriented.",
    ],
    "consulting": [
        "Three years of management consulting experience.",
        "Background in consulting or investment banking.",
        "Experience in operations, audit, procurement, strategy or consulting.",
        "Serve as an internal consultant to the other departments.",
    ],
    "data-analysis": [
        "Perform ad hoc analysis of ticket sales.",
        "Analyze large datasets.",
        "Draw insights from data.",
        "Exploratory data analysis in notebooks.",
        "Experience using data to identify weak routes.",
        "Dig into the data until it makes sense.",
    ],
    "data-preprocessing": [
        "Clean and transform messy data.",
        "Data wrangling.",
        "Manipulating and analyzing high-volume, many-sided survey data.",
        "Prepare datasets for training.",
        "Collects, cleans and validates tide gauge and buoy data.",
    ],
    "data-visualization": [
        "Build dashboards for the control room.",
        "Visualize large and messy sets of data.",
        "Create charts and graphs.",
    ],
    "model-deployment": [
        "Deploy machine learning models to production.",
        "Productionize prototypes.",
        "Bring models into production.",
        "Build and deploy recommendation models.",
    ],
    "model-evaluation": [
        "Evaluate model performance.",
        "Cross-validation and backtesting.",
        "Run experiments to assess the effectiveness of each release.",
    ],
    "experimental-design": [
        "Design and run experiments.",
        "Design of experiments.",
        "A culture of experimentation is what you bring with you.",
    ],
    "etl": [
        "Build data pipelines.",
        "Integrate data from several sources.",
        "ETL jobs.",
    ],
    "open-source": [
        "Contributions to open source projects.",
        "Engage with the open source community.",
        "Maintainer of an open-source library.",
    ],
    "publications": [
        "A strong publication record.",
        "Publish papers at top venues.",
    ],
    "conference-talks": [
        "Speak at conferences and meetups.",
        "Represent us at industry events.",
    ],
    "networking": [
        "Participate in meetups and professional organizations.",
        "Be an active member of the research community.",
    ],
    "personal-projects": [
        "Show us side projects of yours.",
        "A portfolio demonstrating shipped work.",
    ],
    "certification": ["AWS certification preferred.", "A valid driver's license."],
}

NOT_FOUND = {
    "collaboration": [
        "We sell collaboration software.",
        "A degree in an interdisciplinary field.",
    ],
    "communication": [
        "Maintain the communication systems of the fleet.",
        "Services communicate over message queues.",
    ],
    "explain-to-non-technical": [
        "Simplify complex build scripts.",
        "Lay the technical foundation for the new site.",
        "Translate complex sensor data into clear insights.",
    ],
    "presentation": [
        "This role presents an opportunity to grow.",
        "The presentation layer is written in TypeScript.",
        "From 2019 to the present time.",
    ],
    "business-acumen": [
        "A degree in business administration.",
        "Design a service that drives business decisions.",
    ],
    "domain-knowledge": [
        "Configure the domain controller.",
        "Five years of industry experience in software engineering.",
        "Improve the consumer experience of our app.",
        "Follow industry standards.",
    ],
    "leadership": [
        "Lead generation for the sales floor.",
        "A leading provider of bicycle locks.",
        "Report to the leadership team.",
        "The role has no direct supervision of staff.",
    ],
    "mentoring": [
        "Training data for large models.",
        "Design training pipelines.",
        "Our mentoring program helps you grow.",
    ],
    "problem-solving": [
        "Explain technical issues to customers.",
        "An analytical/technical audience.",
    ],
    "time-management": [
        "The deadline for applications is in June.",
        "Forecasts based on time-series models.",
        "GPU workload management on Kubernetes.",
    ],
    "project-management": [
        "Work with project managers.",
        "Projects use Python.",
    ],
    "continuous-learning": [
        "Experience with machine learning.",
        "Click to learn more about us.",
        "Keep stakeholders up to date on progress and emerging findings.",
    ],
    "attention-to-detail": [
        "See the details below.",
        "Rigorous statistical analysis.",
        "Improve the accuracy of the model.",
    ],
    "consulting": ["We are a consulting firm in Leeds.", "A consultant will call you back."],
    "data-analysis": [
        "Root cause analysis of outages.",
        "You will join the Analytics team.",
        "Save/load systems and analytics integration.",
    ],
    "data-preprocessing": ["Digital transformation of the port.", "Clean driving record."],
    "data-visualization": ["Set up the chart of accounts."],
    "model-deployment": [
        "Forward-deployed engineers travel often.",
        "Large-scale machine learning research.",
    ],
    "model-evaluation": ["Evaluate vendors.", "Hypothesis testing."],
    "etl": ["CI/CD pipelines."],
    "open-source": ["Experience with open source tools such as Nginx."],
    "publications": ["The trade publication that covers our market."],
    "conference-talks": ["Book conference rooms.", "Plan executive speaking engagements."],
    "networking": ["Networking in Linux: TCP/IP, DNS and routing.", "Participate in conference calls."],
    "personal-projects": ["Manage a portfolio of clients."],
    "certification": ["Our products hold ISO certification."],
}


@pytest.fixture(scope="module")
def matcher() -> SkillMatcher:
    return matcher_for(load_lexicon())


def rows(table: dict[str, list[str]]) -> list[object]:
    return [
        pytest.param(skill_id, sentence, id=f"{skill_id}: {sentence}")
        for skill_id, sentences in table.items()
        for sentence in sentences
    ]


def asked(matcher: SkillMatcher, sentence: str) -> set[str]:
    return {mention.skill_id for mention in matcher.find(sentence) if mention.level != "negated"}


@pytest.mark.parametrize(("skill_id", "sentence"), rows(FOUND))
def test_wording_is_understood(matcher: SkillMatcher, skill_id: str, sentence: str) -> None:
    assert skill_id in asked(matcher, sentence)


@pytest.mark.parametrize(("skill_id", "sentence"), rows(NOT_FOUND))
def test_look_alike_is_left_out(matcher: SkillMatcher, skill_id: str, sentence: str) -> None:
    assert skill_id not in asked(matcher, sentence)
