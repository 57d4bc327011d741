"""What people type in mentoring."""

from .answers import DeclineForm, EndForm, RequestForm
from .step import StepForm
from .steps import STEPS

__all__ = ["STEPS", "DeclineForm", "EndForm", "RequestForm", "StepForm"]
