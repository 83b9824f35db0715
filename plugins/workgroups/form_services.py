"""Form services that many networks use: how each one makes its addresses.

A network names those it uses in its settings; one that is not here is a FormService of its own.
"""

from __future__ import annotations

from .site import FormService

EUSURVEY = FormService(
    name="EUSurvey",
    hosts=("ec.europa.eu",),
    address="https://ec.europa.eu/eusurvey/runner/{form}",
    date_format="%d/%m/%Y",
    language_parameter="surveylanguage",
    reserved=frozenset({"token"}),
    edit_paths=("/management", "/editform"),
)

GOOGLE_FORMS = FormService(
    name="Google Forms",
    hosts=("docs.google.com",),
    address="https://docs.google.com/forms/d/e/{form}/viewform",
    key="entry.{key}",
    language_parameter="hl",
    fixed={"usp": "pp_url"},
    short_hosts=("forms.gle",),
    edit_paths=("/edit",),
)

MICROSOFT_FORMS = FormService(
    name="Microsoft Forms",
    hosts=("forms.office.com", "forms.cloud.microsoft"),
    address="https://forms.office.com/Pages/ResponsePage.aspx?id={form}",
    language_parameter="lang",
    edit_paths=("/Pages/DesignPageV2.aspx", "/Pages/DesignPage.aspx"),
)


def limesurvey(host: str) -> FormService:
    """A LimeSurvey on the host of whoever runs it: `survey.regions.example`."""
    return FormService(
        name="LimeSurvey",
        hosts=(host,),
        address=f"https://{host}/index.php/{{form}}",
        language_parameter="lang",
        # Without it, a reader who has begun before is put back into the old answers.
        fixed={"newtest": "Y"},
        reserved=frozenset({"action", "gid", "qid", "seed", "sid", "token"}),
        edit_paths=("/surveyAdministration/view",),
    )


def drupal_webform(host: str) -> FormService:
    """The webforms of a Drupal site on its host: `www.regions.example`."""
    return FormService(
        name="Drupal Webform",
        hosts=(host,),
        address=f"https://{host}/form/{{form}}",
        edit_paths=("/edit", "/build"),
    )
