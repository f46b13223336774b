"""A letter as a message, and its way to the mail server."""

import asyncio
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib
from aiosmtplib.errors import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPRecipientsRefused, SMTPResponseException

from trainhub_core.text import clean_line
from trainhub_server.job_faults import JobFault
from trainhub_server.letters import Letter
from trainhub_server.mail_settings import MailSettings, Security
from trainhub_server.repositories.jobs import Job
from trainhub_server.services import notices
from trainhub_server.site import Site

STEP_SECONDS, WHOLE_SECONDS = 20.0, 60.0
"""For each answer of the mail server, and for all of them."""
LONGEST_SUBJECT, LONGEST_FAULT = 150, 300


async def deliver(site: Site, job: Job) -> None:
    """Send what the job is about, if there is still anything to say. Raises JobFault."""
    settings = site.settings.mail
    if settings is None:
        raise JobFault("This server has no settings for mail.")
    async with site.reading() as unit:
        found = await notices.letter_of(unit, job, settings.public_url)
    if found:
        to, letter = found
        await send(settings, message_of(settings, to, letter, job.id, unit.now))


def message_of(settings: MailSettings, to: str, letter: Letter, job_id: str, now: datetime) -> EmailMessage:
    """The same Message-ID however often it is sent: a mail server, or a mailbox, can tell that it has it already."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings.name, addr_spec=settings.sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = clean_line(letter.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{job_id}@{settings.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text())
    message.add_alternative(letter.html(), subtype="html")
    return message


async def send(settings: MailSettings, message: EmailMessage) -> None:
    """Hand the message to the mail server. Raises JobFault, final where the recipient or the message is refused for good."""
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            await aiosmtplib.send(
                message,
                sender=settings.sender,
                hostname=settings.host,
                port=settings.port,
                username=settings.user or None,
                password=settings.password or None,
                use_tls=settings.security is Security.TLS,
                start_tls=settings.security is Security.STARTTLS,
                local_hostname=settings.domain,
                timeout=STEP_SECONDS,
            )
    except (SMTPException, OSError, ValueError) as fault:
        raise _in_words(fault) from None


def _in_words(fault: Exception) -> JobFault:
    """What the mail server said, or that it said nothing. The password is in none of it."""
    refused = fault.recipients[0] if isinstance(fault, SMTPRecipientsRefused) and fault.recipients else fault
    if isinstance(refused, SMTPResponseException):
        is_final = isinstance(refused, SMTPRecipientRefused | SMTPDataError) and 500 <= refused.code < 600
        return JobFault(f"The mail server said {refused.code}: {clean_line(refused.message)[:LONGEST_FAULT]}", is_final)
    if isinstance(fault, TimeoutError):
        return JobFault("The mail server did not answer in time.")
    return JobFault(f"The mail server cannot be reached ({type(fault).__name__}).")
