"""What every room speaks; nothing enters unless two rooms import it."""
