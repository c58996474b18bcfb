"""What runs Barq: images, Prometheus and Grafana, and the programs that make their files."""
