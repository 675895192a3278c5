"""What is stored: tables by noun, the database behind the door, migrations."""
