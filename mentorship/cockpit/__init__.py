"""The arithmetic of an organizer's overview of a round: steps, waits and tables that give nobody away. No Django in here."""
