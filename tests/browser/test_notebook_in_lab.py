"""What a student sees and does with the scalar assignment in JupyterLab."""
