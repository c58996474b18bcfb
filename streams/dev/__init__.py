"""What only developers run: brokers beside the embedded one."""
