"""Who fits whom: pure functions from people and a round's terms to scores and reasons; no Django in here."""
