"""Names in the shipped lexicon that are also words of other things: where they count and where not."""

from __future__ import annotations

import pytest

from jobscan.extract import matcher_for
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon


@pytest.fixture(scope="module")
def matcher() -> SkillMatcher:
    return matcher_for(load_lexicon())


MEANT = {
    "windows": "You look after Linux, Windows and macOS.",
    "secrets-management": "Our tools are Terraform, Vault and Jenkins.",
    "make": "You automate with Zapier, Make or n8n.",
    "issue-tracking": "We plan in Jira, Linear and Notion.",
    "hadoop-tools": "You know Hive, Hue and Pig.",
    "delta-lake": "Open formats such as Iceberg, Delta and Parquet.",
    "change-data-capture": "You stream CDC events through Kafka.",
    "cms": "You know WordPress or another CMS.",
    "search-marketing": "You measure SEO and SEM.",
    "sales-tools": "You work with Salesforce, Outreach and HubSpot.",
    "phi-models": "Small models such as Phi, Llama and Mistral.",
    "notebooklm": "You use ChatGPT, Perplexity and Claude.",
    "saltstack": "You know Ansible, Salt and Puppet.",
    "ides": "You code in Java with Eclipse or IntelliJ.",
    "keynote": "Slides in PowerPoint, Keynote or Google Slides.",
    "pinot": "Stores such as Druid, Pinot and ClickHouse.",
    "package-managers": "Bazel, npm and Gradle.",
    "monitoring-tools": "Grafana, Loki and Prometheus.",
    "build-tools": "Maven, Ant and Git.",
    "message-queues": "Kafka, NATS and RabbitMQ.",
    "typescript": "You write Python and JS/TS.",
    "airflow": "BigQuery, Dataflow and Composer.",
    "cad": "CATIA, NX and SolidWorks.",
    "customer-data-platforms": "Marketing tools such as a CDP or Segment.",
    "mes-scada": "Plant data from ERP, MES and SCADA.",
    "olap": "You know relational databases and OLAP cubes.",
    "reverse-etl": "You own reverse ETL.",
    "agent-frameworks": "Agents in LangGraph, Mastra or CrewAI.",
    "llm-servers": "Serving with vLLM, TGI or Triton.",
    "orm": "Databases, SQL and an ORM such as SQLAlchemy.",
}


@pytest.mark.parametrize(("skill_id", "text"), MEANT.items(), ids=MEANT.keys())
def test_name_counts_in_the_company_of_its_kind(skill_id: str, text: str, matcher: SkillMatcher) -> None:
    assert skill_id in {mention.skill_id for mention in matcher.find(text)}


NOT_MEANT = {
    "windows": "The windows of our office look out on the harbour, and you write Python there.",
    "secrets-management": "You model a Data Vault in SQL and Python.",
    "make": "Make sure that Python and SQL run well.",
    "issue-tracking": "Linear regression and Python.",
    "hadoop-tools": "A hue for each chart in Python.",
    "delta-lake": "You flew with Delta Air Lines.",
    "change-data-capture": "Public health data of the CDC, in SQL and Python.",
    "cms": "Claims data of CMS (Medicare and Medicaid), SQL and Python.",
    "search-marketing": "Images of the electron microscope (SEM), Python.",
    "sales-tools": "Outreach to schools, with Python.",
    "phi-models": "Member of Phi Beta Kappa.",
    "notebooklm": "Metrics such as BLEU, Perplexity and ROUGE.",
    "saltstack": "Salt for the road, and Python.",
    "ides": "You watched the solar eclipse with Python.",
    "keynote": "You were a keynote speaker on Python.",
    "pinot": "A glass of Pinot Noir, and Python.",
    "build-tools": "You study how an ant walks, in Python.",
    "message-queues": "You are nuts about Python.",
    "airflow": "A composer of music who knows Python.",
    "customer-data-platforms": "The CDP climate survey, in Python.",
    "image-video-generators": "A runway of 18 months, and Python.",
    "robot-simulators": "A gazebo in the garden, and Python.",
}


@pytest.mark.parametrize(("skill_id", "text"), NOT_MEANT.items(), ids=NOT_MEANT.keys())
def test_word_of_another_thing_does_not_count(skill_id: str, text: str, matcher: SkillMatcher) -> None:
    assert skill_id not in {mention.skill_id for mention in matcher.find(text)}


def test_longer_names_leave_the_skills_beside_them(matcher: SkillMatcher) -> None:
    text = "AWS AgentCore, Azure Container Apps, Google Compute Engine, reverse ETL, Gemini CLI, Claude"
    found = {mention.skill_id for mention in matcher.find(text)}
    assert {"aws", "amazon-bedrock", "azure", "azure-container-apps", "gcp", "google-compute-engine"} <= found
    assert {"etl", "reverse-etl", "gemini", "ai-coding-tools"} <= found
