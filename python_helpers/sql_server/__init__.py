"""What SQL Server or Fabric needs to take a release over."""
