"""What happens in mentoring: one function a transition, from the actor's checks to the message afterwards."""
