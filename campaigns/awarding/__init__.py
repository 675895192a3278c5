"""What `campaigns.awards` is made of: the case and how it is read, who is meant, single criteria, quotas, notes."""
