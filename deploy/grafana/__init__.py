"""Grafana: its provisioning, and two dashboards made from the tables here."""
