"""Fetching: Scrapy spiders that archive what sources publish and interpret nothing."""
