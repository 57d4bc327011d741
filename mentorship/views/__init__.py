"""What people see of mentoring."""
