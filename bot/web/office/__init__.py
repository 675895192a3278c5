"""The officials' pages: tables and forms under /can-bo, behind the same gate as everything else."""
