window.YTD.account.part0 = [
  {
    "account": {
      "email": "mio@mio.example",
      "createdVia": "web",
      "username": "mio_writes",
      "accountId": "4242",
      "createdAt": "2010-03-01T00:00:00.000Z",
      "accountDisplayName": "森川 澪"
    }
  }
]
