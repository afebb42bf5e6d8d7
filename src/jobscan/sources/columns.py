"""What the columns and keys of rows are called, in the sets and feeds that people have.

Names are compared without case, spaces and punctuation: `Job Description`, `job_description` and
`jobDescription` are one. Sources: JobSpy's columns, the job sets commonly shared on Kaggle, and the public
feeds of Greenhouse, Lever, Ashby, Workable, SmartRecruiters, Recruitee, Remotive, Arbeitnow, Himalayas,
Jobicy, RemoteOK, The Muse, Adzuna, Oracle and Workday.
"""

from __future__ import annotations

from functools import lru_cache

ALIASES: dict[str, str] = {
    "id": (
        "id job_id posting_id job_posting_id vacancy_id uuid guid shortcode ref_number job_req_id "
        "req_id requisition_id job_key key slug identifier"
    ),
    "title": (
        "title job_title position_title posting_title vacancy_title job_name job_position "
        "position role designation heading job name"
    ),
    "text": (
        "text job_description description_html description full_description job_description_html "
        "job_desc job_description_text description_text jd description_plain description_body "
        "opening_plain content_html content contents body_html body job_text job_details "
        "job_detail job_ad posting_text advert ad_text full_text description_raw "
        "external_description_str details desc job_summary summary excerpt job_excerpt snippet"
    ),
    "section": (
        "responsibilities duties minimum_qualifications basic_qualifications "
        "preferred_qualifications qualifications requirements job_requirements "
        "external_responsibilities_str external_qualifications_str lists additional "
        "additional_information benefits"
    ),
    "company": (
        "company company_name employer employer_name hiring_organization organization "
        "organisation organization_name company_title advertiser brand"
    ),
    "location": (
        "location job_location locations location_name full_location formatted_location job_geo "
        "candidate_required_location locations_text primary_location job_location_text place"
    ),
    "city": "city town locality address_locality",
    "region": "state region province address_region",
    "country": "country country_code address_country country_name job_country",
    "workplace": (
        "workplace_type job_location_type work_arrangement work_mode workplace remote_type "
        "location_type remote is_remote remote_allowed telecommuting work_from_home"
    ),
    "employment": (
        "employment_type job_type employment_types job_types contract_type contract_time "
        "time_type work_type formatted_work_type commitment employment type_of_employment "
        "employment_type_code schedule_type"
    ),
    "posted": (
        "date_posted posted date_published published_at published_date publication_date "
        "published_on posted_at posted_date posting_date posted_on pub_date first_published "
        "released_date job_posted_at original_listed_time listed_time list_date published "
        "created_at created date epoch"
    ),
    "expires": (
        "valid_through expires expires_at expiry expiry_date expiration_date closing_date "
        "close_at application_deadline deadline"
    ),
    "pay": "base_salary salary_range salary compensation pay",
    "pay_min": (
        "salary_min min_salary min_amount salary_from minimum_salary salary_minimum "
        "compensation_minimum pay_min"
    ),
    "pay_max": (
        "salary_max max_salary max_amount salary_to maximum_salary salary_maximum "
        "compensation_maximum pay_max"
    ),
    "pay_currency": "salary_currency currency currency_code salary_currency_code compensation_currency",
    "pay_period": (
        "salary_period interval pay_period salary_interval salary_unit period "
        "compensation_frequency unit_text"
    ),
    "pay_guessed": "salary_is_predicted",
    "industry": "industry industries company_industry job_industry sector",
    "url": (
        "url job_url absolute_url hosted_url job_posting_url careers_url posting_url link "
        "job_link redirect_url external_url apply_url"
    ),
    "language": "language lang in_language language_code",
    "source": "source site",
}
"""The fields of a row and the names each goes by, the best first."""


def normal(column: str) -> str:
    """A column's name for comparing: lower-case letters and digits.

    >>> normal("Job Description "), normal("jobDescription")
    ('jobdescription', 'jobdescription')
    """
    return "".join(character for character in column.lower() if character.isalnum())


_FIELDS: dict[str, tuple[str, int]] = {
    normal(alias): (field, rank)
    for field, aliases in ALIASES.items()
    for rank, alias in enumerate(aliases.split())
}


@lru_cache(maxsize=4096)
def field_of(column: str) -> str:
    """The field that a column's name stands for, "" if for none.

    >>> field_of("Job Description"), field_of("min_amount"), field_of("colour")
    ('text', 'pay_min', '')
    """
    return _FIELDS.get(normal(column), ("", 0))[0]


@lru_cache(maxsize=1024)
def plan_of(columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each field that rows of these columns have: their columns for it, the best first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        field, rank = _FIELDS.get(normal(column), ("", 0))
        if field:
            found.setdefault(field, []).append((rank, column))
    # In their own order, not that of the aliases: the sections of a text.
    return {
        field: tuple(column for _, column in (ranked if field == "section" else sorted(ranked)))
        for field, ranked in found.items()
    }
