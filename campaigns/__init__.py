"""What a campaign is: plan packs, forms and units as data, and the pure code that reads them."""
